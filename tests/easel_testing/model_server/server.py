"""The server: one answer a connection, each watched for the agent hanging up."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import anyio
import msgspec
from anyio.abc import SocketAttribute, SocketStream

from easel_server.io.background import running_beside
from easel_testing.model_server import chunks
from easel_testing.model_server.answers import Answer, answer_to
from easel_testing.model_server.http import HttpRequest, read_request, response, stream_head
from easel_testing.model_server.request import ModelRequest

WAIT_SECONDS = 20.0
HUNG_UP = (anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream)


class ModelServer:
    """`url` is the base URL to give to agents; `requests` are all chat completions so far."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/v1"
        self.requests: list[ModelRequest] = []
        self._changed = anyio.Event()

    @property
    def turns(self) -> list[ModelRequest]:
        """The requests of the agent's main loop: those that offer tools (titles do not)."""
        return [request for request in self.requests if request.tools]

    async def asked(self, part: str, timeout: float = WAIT_SECONDS) -> ModelRequest:
        """The first turn whose last user message contains `part`."""
        return await self._first(lambda r: any(part in text for text in r.user_texts[-1:]), timeout)

    async def streaming(self, part: str, timeout: float = WAIT_SECONDS) -> ModelRequest:
        """As `asked`, once a first piece of the answer has gone out."""
        return await self._first(
            lambda r: r.chunks > 0 and any(part in text for text in r.user_texts[-1:]), timeout
        )

    async def dropped(self, timeout: float = WAIT_SECONDS) -> ModelRequest:
        """The first turn whose connection the agent closed before the answer was complete."""
        return await self._first(lambda request: request.outcome == "dropped", timeout)

    async def _first(self, fits: Callable[[ModelRequest], bool], timeout: float) -> ModelRequest:
        with anyio.fail_after(timeout):
            while True:
                if found := next(filter(fits, self.turns), None):
                    return found
                await self._changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()

    async def serve(self, stream: SocketStream) -> None:
        """One connection, from its request to its end."""
        async with stream:
            try:
                request = await read_request(stream)
            except (anyio.IncompleteRead, anyio.DelimiterNotFound, *HUNG_UP):
                return
            match request.method, request.path.rpartition("/")[2]:
                case "POST", "completions":
                    await self._complete(stream, request)
                case "GET", "models":
                    await stream.send(response(200, chunks.models()))
                case _:
                    await stream.send(response(404, chunks.error(404)))

    async def _complete(self, stream: SocketStream, http: HttpRequest) -> None:
        body = msgspec.json.decode(http.body)
        request = ModelRequest(
            messages=body.get("messages", []),
            tools=body.get("tools") or [],
            stream=bool(body.get("stream")),
            headers=http.headers,
        )
        self.requests.append(request)
        self._wake()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._watch, stream, request, tasks.cancel_scope)
            try:
                await self._answer(stream, request, answer_to(request))
            except HUNG_UP:
                self._dropped(request)
            tasks.cancel_scope.cancel()

    async def _watch(
        self, stream: SocketStream, request: ModelRequest, scope: anyio.CancelScope
    ) -> None:
        """Ends the answer when the agent hangs up."""
        try:
            while True:
                await stream.receive()
        except HUNG_UP:
            self._dropped(request)
            scope.cancel()

    def _dropped(self, request: ModelRequest) -> None:
        if request.outcome == "open":
            request.end("dropped")
            self._wake()

    async def _answer(self, stream: SocketStream, request: ModelRequest, answer: Answer) -> None:
        if answer.status is None:
            await anyio.sleep_forever()
        elif answer.status != 200:
            request.end("answered")
            await stream.send(response(answer.status, chunks.error(answer.status)))
        elif request.stream:
            await self._stream(stream, request, answer)
        else:
            request.end("answered")
            await stream.send(response(200, chunks.whole(answer.deltas, answer.ending)))

    async def _stream(self, stream: SocketStream, request: ModelRequest, answer: Answer) -> None:
        await stream.send(stream_head())
        for delta in answer.deltas:
            await stream.send(chunks.event(delta))
            request.chunks += 1
            self._wake()
            await anyio.sleep(answer.every)
        if answer.ending == "stall":
            await anyio.sleep_forever()
        request.end("answered")
        if answer.ending != "drop":
            await stream.send(chunks.event({}, answer.ending) + chunks.DONE)


@asynccontextmanager
async def model_server() -> AsyncIterator[ModelServer]:
    """A server on a free port of loopback, for the length of the block."""
    async with await anyio.create_tcp_listener(local_host="127.0.0.1") as listener:
        server = ModelServer(listener.extra(SocketAttribute.local_port))
        async with running_beside(partial(listener.serve, server.serve)):
            yield server
