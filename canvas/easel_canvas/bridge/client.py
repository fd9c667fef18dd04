"""The end of the socket that is in the MCP server."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Final

import anyio
import msgspec

from easel_canvas.bridge.address import connect
from easel_canvas.bridge.wire import (
    GONE,
    MAX_HELLO,
    Answer,
    BadLine,
    Call,
    Cancel,
    Changed,
    Hello,
    Lines,
    ToAgent,
    Welcome,
)
from easel_canvas.values import Json, JsonObject

CONNECT_SECONDS: Final = 10.0
_WELCOME: Final = msgspec.json.Decoder(Welcome)
_TO_AGENT: Final = msgspec.json.Decoder(ToAgent)


class NotLetIn(Exception):
    """Easel is not there, or does not take the token: the conversation is over, or never was."""


class CallFailed(Exception):
    """Easel did not do it. The message is for a model."""


class BridgeClient:
    """Calls Easel. Any number of calls may be under way."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._ids = count(1)
        self._waiting: dict[int, _Waiting] = {}

    async def call(self, name: str, arguments: JsonObject) -> Json:
        """Use a tool; cancelling this withdraws the call.

        Raises:
            CallFailed: it did not work, and why.
        """
        call = Call(next(self._ids), name, arguments)
        waiting = self._waiting[call.id] = _Waiting()
        try:
            await self._lines.send(call)
            answer = await waiting.answer()
        except GONE:
            raise CallFailed("Easel is not there any more.") from None
        except anyio.get_cancelled_exc_class():
            with anyio.move_on_after(1, shield=True):
                await self._lines.send(Cancel(call.id))
            raise
        finally:
            del self._waiting[call.id]
        if answer.code is not None:
            raise CallFailed(f"{answer.value} [{answer.code}]")
        return answer.value

    async def run(self, changed: Callable[[Changed], Awaitable[None]]) -> None:
        """Take what Easel says until it closes the connection."""
        try:
            while True:
                message = await self._lines.receive(_TO_AGENT)
                if isinstance(message, Changed):
                    await changed(message)
                elif (waiting := self._waiting.get(message.id)) is not None:
                    waiting.set(message)
        except (*GONE, BadLine):
            return


class _Waiting:
    def __init__(self) -> None:
        self._event = anyio.Event()
        self._answer: Answer | None = None

    def set(self, answer: Answer) -> None:
        self._answer = answer
        self._event.set()

    async def answer(self) -> Answer:
        await self._event.wait()
        assert self._answer is not None
        return self._answer


@asynccontextmanager
async def connected(address: str, token: str) -> AsyncIterator[BridgeClient]:
    """A connection to Easel.

    Raises:
        NotLetIn: there is none to be had.
    """
    try:
        with anyio.fail_after(CONNECT_SECONDS):
            lines = await connect(address)
            await lines.send(Hello(token))
            await lines.receive(_WELCOME, MAX_HELLO)
    except (OSError, ValueError, BadLine, *GONE) as error:
        raise NotLetIn("Easel does not answer, or this conversation is over.") from error
    try:
        yield BridgeClient(lines)
    finally:
        lines.close()
