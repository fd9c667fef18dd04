"""Run sessions: one over stdio, or one per editor that connects over TCP or WebSocket.

The composition root brings a factory that makes a session for a channel:

    code = anyio.run(serve_stdio, core.make_session)

Nothing here ends the interpreter; `serve_stdio` returns the exit code.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

import anyio
from anyio.abc import SocketAttribute, SocketStream, TaskStatus

from easel_server.io.background import running_beside
from easel_server.io.channel import DEFAULT_WATERMARKS, MessageChannel, Watermarks
from easel_server.io.loopback import require_loopback
from easel_server.io.process_watch import process_end
from easel_server.io.stdio import open_stdio_channel
from easel_server.io.streams import open_stream_channel

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection

CLOSE_SECONDS: Final = 5.0
"""How long the editors' sessions may take to end when a WebSocket server is stopped."""

log = logging.getLogger(__name__)


class Session(Protocol):
    """What is run for a connected editor."""

    async def run(self) -> int:
        """Serve the editor until it leaves; return the exit code that LSP asks for (0 or 1)."""
        ...

    async def editor_process(self) -> int | None:
        """Wait for `initialize` and return the editor's process id, if it gave one."""
        ...


SessionFactory = Callable[[MessageChannel], Session]


async def serve_stdio(
    make_session: SessionFactory, watermarks: Watermarks = DEFAULT_WATERMARKS
) -> int:
    """Serve the editor that started this process, until it leaves, dies or says `exit`.

    Returns:
        0 after `shutdown` and `exit`, else 1, as LSP demands of the process.
    """
    async with open_stdio_channel(watermarks) as channel:
        session = make_session(channel)
        async with running_beside(partial(_abort_with_editor, session, channel)):
            return await session.run()


async def _abort_with_editor(session: Session, channel: MessageChannel) -> None:
    """Close the channel when the editor's process ends without closing its pipes."""
    pid = await session.editor_process()
    if pid is None:
        return
    try:
        await process_end(pid)
    except ProcessLookupError:
        log.info("process %d is not one of this system, so its end cannot be noticed", pid)
    else:
        channel.abort(f"the editor's process {pid} has ended")


async def serve_tcp(
    make_session: SessionFactory,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    watermarks: Watermarks = DEFAULT_WATERMARKS,
    task_status: TaskStatus[int] = anyio.TASK_STATUS_IGNORED,
) -> None:
    """Serve every editor that connects, until cancelled. Reports the port once it listens.

    Raises:
        NotLoopbackError: `host` could be reached from another machine.
        OSError: the port is taken.
    """
    listener = await anyio.create_tcp_listener(local_host=require_loopback(host), local_port=port)
    async with listener:
        task_status.started(int(listener.extra_attributes[SocketAttribute.local_port]()))
        await listener.serve(partial(_serve_tcp_editor, make_session, watermarks))


async def _serve_tcp_editor(
    make_session: SessionFactory, watermarks: Watermarks, stream: SocketStream
) -> None:
    peer = f"tcp port {stream.extra_attributes[SocketAttribute.remote_port]()}"
    async with open_stream_channel(stream, stream, peer, watermarks) as channel:
        await _run_one_of_many(make_session, channel)


async def serve_websocket(
    make_session: SessionFactory,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    watermarks: Watermarks = DEFAULT_WATERMARKS,
    task_status: TaskStatus[int] = anyio.TASK_STATUS_IGNORED,
) -> None:
    """Serve every editor that connects, until cancelled. Reports the port once it listens.

    There are no pings: on one machine the system reports a dead peer, and an editor that is
    stopped in a debugger must not lose its connection.

    Raises:
        NotLoopbackError: `host` could be reached from another machine.
        OSError: the port is taken.
    """
    from websockets.asyncio.server import serve  # noqa: PLC0415  (0.1 s that stdio does not need)

    from easel_server.io.websocket import ALLOWED_ORIGINS, LONGEST_MESSAGE  # noqa: PLC0415

    server = await serve(
        partial(_serve_websocket_editor, make_session, watermarks),
        require_loopback(host),
        port,
        origins=ALLOWED_ORIGINS,
        compression=None,
        max_size=LONGEST_MESSAGE,
        ping_interval=None,
        close_timeout=1,
    )
    try:
        task_status.started(next(iter(server.sockets)).getsockname()[1])
        await anyio.sleep_forever()
    finally:
        server.close()
        with anyio.move_on_after(CLOSE_SECONDS, shield=True):
            await server.wait_closed()


async def _serve_websocket_editor(
    make_session: SessionFactory, watermarks: Watermarks, connection: "ServerConnection"
) -> None:
    from easel_server.io.websocket import open_websocket_channel  # noqa: PLC0415

    peer = f"websocket port {connection.remote_address[1]}"
    async with open_websocket_channel(connection, peer, watermarks) as channel:
        await _run_one_of_many(make_session, channel)


async def _run_one_of_many(make_session: SessionFactory, channel: MessageChannel) -> None:
    """One editor's end, of whatever kind, is not the end of the others."""
    log.info("%s connected", channel.peer)
    try:
        await make_session(channel).run()
    except Exception:
        log.exception("the session of %s failed", channel.peer)
    log.info("%s left", channel.peer)
