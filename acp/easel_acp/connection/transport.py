"""The transport below the SDK: bytes of the agent in, messages and updates out.

The SDK starts a task for every message it receives: order is lost at the first `await`, and a slow
consumer piles up tasks without bound. Here the updates never get that far. What an agent writes is
handled strictly in the order of the wire, one read at a time:

- updates and other notifications go to the sink, updates in batches;
- requests and answers go to the SDK, one by one, and whatever comes behind one waits until its
  handler has begun or its caller has seen it.

The next read begins when all of that is done, so a slow consumer slows the agent, not Easel.
"""

import logging
from collections.abc import Callable, Iterator

from anyio import CancelScope
from anyio.lowlevel import checkpoint

from easel_acp.connection.counters import ConnectionCounters, LostReason
from easel_acp.connection.envelope import (
    CANCEL_REQUEST,
    INTERNAL_ERROR,
    SESSION_UPDATE,
    AgentRequest,
    kind_of,
    prompted_session,
    response_id,
    sound_response,
)
from easel_acp.connection.errors import AgentConnectionClosed, CloseReason
from easel_acp.connection.handlers import UpdateSink
from easel_acp.connection.json_line import encode_line
from easel_acp.connection.lines import DEFAULT_MAX_LINE_BYTES, LineSplitter
from easel_acp.connection.messages import Line, Message, SessionUpdate, Skipped
from easel_acp.connection.stream import ByteStream
from easel_acp.connection.trace import TraceRing

log = logging.getLogger(__name__)


class AgentTransport:
    """The SDK's `Transport`, plus what goes past the SDK: `post`, `abort`, updates to the sink."""

    def __init__(
        self,
        stream: ByteStream,
        sink: UpdateSink,
        *,
        on_cancel_request: Callable[[object], None],
        on_end: Callable[[], None],
        max_line_bytes: int = DEFAULT_MAX_LINE_BYTES,
        trace: TraceRing | None = None,
    ) -> None:
        self.counters = ConnectionCounters()
        self.trace = TraceRing() if trace is None else trace
        self.close_reason: CloseReason | None = None
        self._stream = stream
        self._sink = sink
        self._on_cancel_request = on_cancel_request
        self._on_end = on_end
        self._splitter = LineSplitter(max_line_bytes)
        self._batch: Iterator[Line] = iter(())
        self._handed_over = False
        self._stream_ended = False
        self._receiving: CancelScope | None = None
        self._held: bytes | None = None
        self._awaited: dict[int, str | None] = {}
        """Our unanswered requests, and of those that are prompts the session."""

    def has_open_prompt(self, session_id: str) -> bool:
        """Tell whether a prompt of this session is on the wire and not answered yet."""
        return session_id in self._awaited.values()

    def post(self, message: Message) -> None:
        """Write *message* now, before anything that is written later.

        Raises:
            AgentConnectionClosed: the agent cannot be reached any more.
        """
        if self.close_reason is not None:
            raise AgentConnectionClosed(self.close_reason)
        data = encode_line(message)
        if self._held is None:
            self._write(data)
        else:
            self._held += data
        self.counters.messages_out += 1
        self.counters.bytes_out += len(data)
        self.trace.record("out", message)

    def hold(self) -> None:
        """Keep what is posted from now on for `release`, which writes it in one piece."""
        if self._held is None:
            self._held = b""

    def release(self) -> None:
        """Write what was kept.

        Raises:
            AgentConnectionClosed: the agent cannot be reached any more.
        """
        held, self._held = self._held, None
        if held:
            self._write(held)

    async def send(self, message: Message) -> None:
        """Write a message of the SDK: a request, a notification, or the answer of a handler."""
        if "method" not in message:
            self._answer(message)
            return
        self.post(message)
        if "id" in message:
            self._awaited[message["id"]] = prompted_session(message)

    async def receive(self) -> Message | None:
        """Return the next request or answer; None at the end. Everything else is delivered here."""
        if self.close_reason is not None:
            return None
        with CancelScope() as self._receiving:
            if self._handed_over:
                await checkpoint()
            message = await self._next_message()
            self._handed_over = message is not None
            if message is not None:
                return message
        self._receiving = None
        self._end("eof")
        return None

    async def close(self) -> None:
        """End the connection from our side."""
        self._end("closed")

    def abort(self) -> None:
        """End the connection because the process is gone, even if its output stays open."""
        self._end("aborted")

    def _write(self, data: bytes) -> None:
        try:
            self._stream.write(data)
        except OSError:
            raise AgentConnectionClosed("inputClosed") from None

    def _end(self, reason: CloseReason) -> None:
        if self.close_reason is None:
            self.close_reason = reason
            self._on_end()
        if self._receiving is not None:
            self._receiving.cancel()

    def _answer(self, message: Message) -> None:
        try:
            self.post(message)
        except AgentConnectionClosed:
            log.debug("nobody is left to take the answer to request %r", message["id"])
        except (TypeError, ValueError):
            log.exception("the answer to request %r cannot be written", message["id"])
            error = {"code": INTERNAL_ERROR, "message": "Internal error"}
            self._answer({"jsonrpc": "2.0", "id": message["id"], "error": error})

    async def _next_message(self) -> Message | None:
        while True:
            updates: list[SessionUpdate] = []
            for line in self._batch:
                if isinstance(line, SessionUpdate):
                    updates.append(line)
                elif isinstance(line, Skipped):
                    self._skip(line.reason)
                else:
                    await self._deliver(updates)
                    updates = []
                    for_the_sdk = self._route(line)
                    if for_the_sdk is not None:
                        return for_the_sdk
            await self._deliver(updates)
            if self._stream_ended:
                return None
            await self._read_batch()

    async def _deliver(self, updates: list[SessionUpdate]) -> None:
        if not updates:
            return
        self.counters.updates += len(updates)
        try:
            await self._sink.on_updates(updates)
        except Exception:  # the rim of the reading task: one batch must not end it
            log.exception("%d updates of the agent were lost", len(updates))

    async def _read_batch(self) -> None:
        await checkpoint()
        try:
            chunk = await self._stream.read()
        except OSError:
            chunk = b""
        self.counters.bytes_in += len(chunk)
        if chunk:
            lines = self._splitter.feed(chunk)
        else:
            self._stream_ended = True
            lines = self._splitter.finish()
        self.counters.lines_in += len(lines)
        self.trace.record_lines(lines)
        self._batch = iter(lines)

    def _skip(self, reason: LostReason) -> None:
        """Count a lost line; the log gets the first of each reason, and never what it said."""
        if reason not in self.counters.skipped and reason != "blank":
            log.warning("skipped a line of the agent: %s (more of these are only counted)", reason)
        self.counters.skipped[reason] += 1

    def _route(self, message: Message) -> Message | None:
        """Return what the SDK is to see of *message*; deal with everything else here."""
        match kind_of(message):
            case "request":
                request = AgentRequest(message["id"], message.get("params"))
                return {"id": message["id"], "method": message["method"], "params": request}
            case "notification" if message["method"] != SESSION_UPDATE:
                self._notify(message["method"], message.get("params"))
                return None
            case "response":
                return self._match_response(message)
            case _:
                self._skip("malformed")
                return None

    def _match_response(self, message: Message) -> Message | None:
        """Let each of our requests be answered once; agents answer twice, or nobody's request."""
        request_id = response_id(message)
        if request_id not in self._awaited:
            self._skip("unmatchedResponse")
            return None
        del self._awaited[request_id]
        return sound_response(request_id, message)

    def _notify(self, method: str, params: object) -> None:
        self.counters.count_notification(method)
        params = params if isinstance(params, dict) else {}
        try:
            if method == CANCEL_REQUEST:
                self._on_cancel_request(params.get("requestId"))
            else:
                self._sink.on_notification(method, params)
        except Exception:  # the rim of the reading task: see `_deliver`
            log.exception("the notification %s of the agent was lost", method)
