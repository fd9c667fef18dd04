"""Where other servers of this host ask this one for conversations."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from secrets import compare_digest
from socket import socket
from typing import Final

import anyio
from anyio.abc import SocketListener, SocketStream, TaskGroup
from anyio.streams.buffered import BufferedByteReceiveStream

from easel_server.sharing.address import Address, bind, remove_stale
from easel_server.sharing.messages import MOST_BYTES, Answer, Ask, Reply, decode_ask, encode

logger = logging.getLogger(__name__)

ASK_SECONDS: Final = 2.0
"""How long one may take to say what one wants."""
TAKE_SECONDS: Final = 5.0
"""How long one may take to take what was yielded."""


class Caller:
    """One who asks for a conversation."""

    def __init__(self, ask: Ask, stream: SocketStream) -> None:
        self.ask = ask
        self._stream = stream

    async def answer(self, reply: Reply) -> bool:
        """Say what becomes of it. Returns whether somebody is there to hear it."""
        with suppress(anyio.BrokenResourceError), anyio.move_on_after(ASK_SECONDS):
            await self._stream.send(encode(Answer(reply)))
            return True
        return False

    async def gone(self) -> None:
        """Return when the caller has hung up, or has had time enough to."""
        with (
            suppress(anyio.EndOfStream, anyio.BrokenResourceError),
            anyio.move_on_after(TAKE_SECONDS),
        ):
            while True:
                await self._stream.receive()


class Door:
    """Belongs to one event loop. Nobody can call before it was opened."""

    def __init__(
        self, tasks: TaskGroup, state_dir: Path, serve: Callable[[Caller], Awaitable[None]]
    ) -> None:
        """`serve` answers one caller. `tasks` runs the listening."""
        self._tasks = tasks
        self._state_dir = state_dir
        self._serve = serve

    def open(self) -> str | None:
        """Let others call from now on. Returns where; None if that cannot be."""
        try:
            listening, address = bind(self._state_dir)
        except OSError as error:
            logger.warning("Other servers cannot ask for conversations: %s", error)
            return None
        self._tasks.start_soon(self._listen, listening, address)
        return str(address)

    async def _listen(self, listening: socket, address: Address) -> None:
        try:
            await anyio.to_thread.run_sync(remove_stale, self._state_dir)
            async with await SocketListener.from_socket(listening) as listener:
                await listener.serve(lambda stream: self._admit(address, stream))
        finally:
            if address.path is not None:
                with suppress(OSError):
                    address.path.unlink()

    async def _admit(self, address: Address, stream: SocketStream) -> None:
        async with stream:
            try:
                with anyio.fail_after(ASK_SECONDS):
                    lines = BufferedByteReceiveStream(stream)
                    ask = decode_ask(await lines.receive_until(b"\n", MOST_BYTES))
                if not compare_digest(ask.token.encode(), address.token.encode()):
                    raise ValueError("a wrong token")
                await self._serve(Caller(ask, stream))
            except (
                TimeoutError,
                ValueError,
                anyio.BrokenResourceError,
                anyio.DelimiterNotFound,
                anyio.EndOfStream,
                anyio.IncompleteRead,
            ) as error:
                logger.info("somebody who called was turned away: %r", error)
            except Exception:  # the rim of the task: the next caller is served
                logger.exception("answering another server failed")
