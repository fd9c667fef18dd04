"""The calls that Easel makes to an agent."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio

from easel_acp.connection.counters import ConnectionCounters
from easel_acp.connection.errors import AgentConnectionClosed, CloseReason
from easel_acp.connection.handlers import AgentRequestHandler, UpdateSink
from easel_acp.connection.initialize_result import (
    PROTOCOL_VERSION,
    InitializeResult,
    parse_initialize_result,
)
from easel_acp.connection.lenient import mapping, mappings, text
from easel_acp.connection.lines import DEFAULT_MAX_LINE_BYTES
from easel_acp.connection.messages import Message
from easel_acp.connection.results import (
    PromptResult,
    SessionResult,
    parse_known_session,
    parse_new_session,
    parse_prompt_result,
)
from easel_acp.connection.sdk_loading import load_sdk
from easel_acp.connection.stream import ByteStream
from easel_acp.connection.trace import TraceRing

if TYPE_CHECKING:
    from easel_acp.connection.rpc import Rpc


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSetup:
    """What a session needs to know, and must be told again whenever it is restored."""

    cwd: str
    """Absolute path."""
    mcp_servers: Sequence[Message] = ()
    """As `easel_acp.connection.mcp_servers.servers_for` returns them."""
    additional_directories: Sequence[str] = ()
    """Absolute paths; only for agents with the capability."""

    def to_params(self) -> Message:
        """The fields of the request; without `additionalDirectories` where there are none."""
        params: Message = {"cwd": self.cwd, "mcpServers": list(self.mcp_servers)}
        if self.additional_directories:
            params["additionalDirectories"] = list(self.additional_directories)
        return params


class AgentConnection:
    """An agent, as methods. Get one from `connect`.

    Every call raises `AgentRequestError`, `AgentTimeout` or `AgentConnectionClosed`; a *timeout* is
    in seconds. Params and results are plain data: fields that we do not know are kept.
    """

    def __init__(self, rpc: "Rpc") -> None:
        self._rpc = rpc
        self._transport = rpc.transport
        self._told_to_stop: set[str] = set()

    @property
    def counters(self) -> ConnectionCounters:
        """What went through the connection so far."""
        return self._transport.counters

    @property
    def trace(self) -> TraceRing:
        """The last messages of the connection."""
        return self._transport.trace

    @property
    def close_reason(self) -> CloseReason | None:
        """Why the connection is over; None while it lives."""
        return self._transport.close_reason

    async def wait_closed(self) -> None:
        """Return when the connection is over, for whatever reason."""
        await self._rpc.ended.wait()

    def abort(self) -> None:
        """End the connection now, because the agent's process is gone.

        The end of a process is not the end of its output: a grandchild may hold it open.
        """
        self._transport.abort()

    async def process_exited(self, grace: float) -> None:
        """Read what the gone process left behind, for at most *grace* seconds, then end."""
        with anyio.move_on_after(grace):
            await self.wait_closed()
        self.abort()

    async def request(self, method: str, params: Message, *, timeout: float | None) -> Any:
        """Call any method; None as *timeout* waits until the connection ends."""
        return await self._rpc.call(method, params, timeout)

    def notify(self, method: str, params: Message) -> None:
        """Send any notification; on the wire when this returns."""
        self._transport.post({"jsonrpc": "2.0", "method": method, "params": params})

    async def initialize(
        self, client_capabilities: Message, client_info: Message, *, timeout: float
    ) -> InitializeResult:
        """Introduce ourselves, asking for version 1 of the protocol.

        Raises:
            ProtocolVersionMismatch: the agent speaks none that we speak.
        """
        params = {
            "protocolVersion": PROTOCOL_VERSION,
            "clientCapabilities": client_capabilities,
            "clientInfo": client_info,
        }
        return parse_initialize_result(await self.request("initialize", params, timeout=timeout))

    async def authenticate(self, method_id: str, *, timeout: float) -> None:
        """Log in by one of the agent's methods of kind `agent`."""
        await self.request("authenticate", {"methodId": method_id}, timeout=timeout)

    async def new_session(self, setup: SessionSetup, *, timeout: float) -> SessionResult:
        """Make a session. Updates for it may come before its id does.

        Raises:
            MalformedResult: the answer names no session.
        """
        result = await self.request("session/new", setup.to_params(), timeout=timeout)
        return parse_new_session("session/new", result)

    async def load_session(
        self, session_id: str, setup: SessionSetup, *, timeout: float
    ) -> SessionResult:
        """Bring a session back; its history comes as updates, mostly before this returns."""
        params = {"sessionId": session_id, **setup.to_params()}
        result = await self.request("session/load", params, timeout=timeout)
        return parse_known_session(session_id, result)

    async def resume_session(
        self, session_id: str, setup: SessionSetup, *, timeout: float
    ) -> SessionResult:
        """Bring a session back without its history."""
        params = {"sessionId": session_id, **setup.to_params()}
        result = await self.request("session/resume", params, timeout=timeout)
        return parse_known_session(session_id, result)

    async def fork_session(
        self, session_id: str, setup: SessionSetup, *, timeout: float
    ) -> SessionResult:
        """Make a new session that begins with the history of another.

        Raises:
            MalformedResult: the answer names no session.
        """
        params = {"sessionId": session_id, **setup.to_params()}
        return parse_new_session(
            "session/fork", await self.request("session/fork", params, timeout=timeout)
        )

    async def prompt(self, session_id: str, content: Sequence[Message]) -> PromptResult:
        """Run a turn to its end, without a deadline: the turn's owner has the means to stop it.

        When the caller is cancelled the agent is told to stop, unless it was told already or has
        just answered: a cancel that meets no turn makes some agents fail the next one.
        """
        params = {"sessionId": session_id, "prompt": list(content)}
        self._told_to_stop.discard(session_id)
        try:
            return parse_prompt_result(await self.request("session/prompt", params, timeout=None))
        except anyio.get_cancelled_exc_class():
            if self.has_open_prompt(session_id) and session_id not in self._told_to_stop:
                with suppress(AgentConnectionClosed):
                    self.cancel(session_id)
            raise

    def has_open_prompt(self, session_id: str) -> bool:
        """Tell whether a prompt of the session is on the wire and not answered yet."""
        return self._transport.has_open_prompt(session_id)

    def cancel(self, session_id: str) -> None:
        """Tell the agent to stop the turn; on the wire when this returns.

        The turn is over when `prompt` returns, or never: the deadline is the caller's.

        Raises:
            AgentConnectionClosed: there is nobody left to stop.
        """
        self._told_to_stop.add(session_id)
        self.notify("session/cancel", {"sessionId": session_id})

    def hold(self) -> None:
        """Keep what is written from now on for `release`, which writes it in one piece."""
        self._transport.hold()

    def release(self) -> None:
        """Write what was kept.

        Raises:
            AgentConnectionClosed: there is nobody left to take it.
        """
        self._transport.release()

    async def steer(self, session_id: str, content: Sequence[Message], *, timeout: float) -> str:
        """Add to the prompt of the running turn (`AgentCapabilities.steering`).

        Returns the agent's outcome: `injected`, `startedNewTurn`, `promptRequired`, `failed`, or
        what else it may say; `failed` if it says nothing.
        """
        params = {"sessionId": session_id, "prompt": list(content)}
        result = await self.request("_session/steering", params, timeout=timeout)
        return text(mapping(result).get("outcome")) or "failed"

    async def set_mode(self, session_id: str, mode_id: str, *, timeout: float) -> None:
        """Choose one of the session's modes."""
        params = {"sessionId": session_id, "modeId": mode_id}
        await self.request("session/set_mode", params, timeout=timeout)

    async def set_config_option(
        self, session_id: str, config_id: str, value: str | bool, *, timeout: float
    ) -> list[Message]:
        """Set one of the session's options and return all of them, as they are now."""
        params: Message = {"sessionId": session_id, "configId": config_id, "value": value}
        if isinstance(value, bool):
            params["type"] = "boolean"
        result = await self.request("session/set_config_option", params, timeout=timeout)
        return mappings(mapping(result).get("configOptions"))


@asynccontextmanager
async def connect(
    stream: ByteStream,
    sink: UpdateSink,
    handler: AgentRequestHandler,
    *,
    max_line_bytes: int = DEFAULT_MAX_LINE_BYTES,
    trace: TraceRing | None = None,
) -> AsyncIterator[AgentConnection]:
    """Talk to the agent behind *stream* until the block ends.

    At its end every pending call is rejected and every handler of a request cancelled.
    """
    await load_sdk()
    from easel_acp.connection.rpc import Rpc  # noqa: PLC0415 - imports the SDK: see `load_sdk`

    rpc = Rpc(stream, sink, handler, max_line_bytes=max_line_bytes, trace=trace or TraceRing())
    try:
        yield AgentConnection(rpc)
    finally:
        await rpc.close()
