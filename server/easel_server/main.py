"""The composition root: puts a core, a router and sessions together and serves editors."""

import gc
import importlib
import logging
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

import anyio
from anyio.abc import TaskGroup, TaskStatus
from lsprotocol import types

from easel_acp.catalogue import Host
from easel_canvas.profiles import PROFILES
from easel_server.core import Core
from easel_server.editors.configuration import register_configuration
from easel_server.housekeeping import keep_house
from easel_server.io import serve
from easel_server.io.channel import MessageChannel
from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.read_only_documents import announce_documents
from easel_server.plain_lsp.register import register_plain_lsp
from easel_server.protocol.base import PROTOCOL_VERSION
from easel_server.router import EaselRouter
from easel_server.settings import (
    config_path,
    ensure_state_dir,
    merge_settings,
    read_config,
    state_dir,
)
from easel_server.version import VERSION

logger = logging.getLogger(__name__)

ACCESS_FILE: Final = "token"
SETTLE_SECONDS: Final = 1.0
"""How long after the start there is nothing but the answer to `initialize`."""
ENDED_BY_SIGNAL: Final = 128 + signal.SIGTERM


async def serve_stdio(state_directory: Path | None = None) -> int:
    """Serve the editor that started this process.

    Args:
        state_directory: overrides the setting `stateDir`.

    Returns:
        The exit code that LSP asks for.

    Raises:
        StateDirError: the state folder cannot be used.
    """
    with anyio.CancelScope() as serving:
        async with running_core(state_directory, serving) as core:
            return await serve.serve_stdio(partial(make_session, core, None))
    return ENDED_BY_SIGNAL


async def serve_tcp(
    port: int,
    state_directory: Path | None = None,
    *,
    task_status: TaskStatus[tuple[int, Path]] = anyio.TASK_STATUS_IGNORED,
) -> None:
    """Serve editors over TCP on loopback, until cancelled; reports port and token file."""
    await _serve_many(serve.serve_tcp, port, state_directory, task_status)


async def serve_websocket(
    port: int,
    state_directory: Path | None = None,
    *,
    task_status: TaskStatus[tuple[int, Path]] = anyio.TASK_STATUS_IGNORED,
) -> None:
    """Serve editors over WebSocket on loopback, until cancelled; reports port and token file."""
    await _serve_many(serve.serve_websocket, port, state_directory, task_status)


@asynccontextmanager
async def running_core(
    state_directory: Path | None, serving: anyio.CancelScope
) -> AsyncIterator[Core]:
    """A core whose agents are all gone when the block ends. SIGTERM cancels `serving`."""
    gc.freeze()  # else each full collection looks at all that was imported, for 50 ms
    config = read_config(config_path())
    directory = state_directory or state_dir(merge_settings([config])[0], Host.current())
    ensure_state_dir(directory)
    ended = anyio.Event()
    async with anyio.create_task_group() as sheltering:
        tasks = await sheltering.start(_shelter, ended)
        core = Core(tasks, config, config_path(), directory)
        tasks.start_soon(_get_ready, core)
        if sys.platform != "win32":
            tasks.start_soon(_end_on_sigterm, serving)
        try:
            yield core
        finally:
            with anyio.CancelScope(shield=True):
                await core.end()
            ended.set()


async def _shelter(ended: anyio.Event, *, task_status: TaskStatus[TaskGroup]) -> None:
    """A group whose tasks go on while what runs around it is cancelled, until `ended` is set.

    The end of a server needs them: they write the last words of conversations.
    """
    with anyio.CancelScope(shield=True):
        async with anyio.create_task_group() as tasks:
            task_status.started(tasks)
            await ended.wait()
            tasks.cancel_scope.cancel()


def make_session(core: Core, token: str | None, channel: MessageChannel) -> EditorSession:
    """A session for an editor that connected."""
    channel.limit(core.longest_message)
    session = EditorSession(
        channel, EaselRouter(core), version=VERSION, token=token, complete=_announce
    )
    register_configuration(session, core)
    register_plain_lsp(session, core)
    return session


def _announce(session: EditorSession, result: types.InitializeResult) -> None:
    announce_documents(session, result)
    result.capabilities.experimental = {
        "easel": {
            "protocolVersion": PROTOCOL_VERSION,
            "serverVersion": VERSION,
            "canvasProfiles": list(PROFILES),
        }
    }


async def _serve_many(
    serve_on: Callable[..., object],
    port: int,
    state_directory: Path | None,
    task_status: TaskStatus[tuple[int, Path]],
) -> None:
    with anyio.CancelScope() as serving:
        async with (
            running_core(state_directory, serving) as core,
            anyio.create_task_group() as tasks,
        ):
            token, token_file = _new_token(core.state_dir)
            serve_sessions = partial(serve_on, partial(make_session, core, token), port=port)
            listening = await tasks.start(serve_sessions)  # type: ignore[arg-type]
            task_status.started((listening, token_file))


def _new_token(directory: Path) -> tuple[str, Path]:
    """A fresh secret, in a file that only this user can read."""
    token = secrets.token_urlsafe(32)
    path = directory / ACCESS_FILE
    path.unlink(missing_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(token, encoding="ascii")
    return token, path


async def _get_ready(core: Core) -> None:
    """Do what need not be done before `initialize` is answered, and then what is never done."""
    await anyio.sleep(SETTLE_SECONDS)
    workforce = await anyio.to_thread.run_sync(importlib.import_module, "easel_server.workforce")
    gc.freeze()
    await workforce.sweep_up(core.state_dir)
    await keep_house(core)


async def _end_on_sigterm(serving: anyio.CancelScope) -> None:
    with anyio.open_signal_receiver(signal.SIGTERM) as signals:
        async for _ in signals:
            logger.info("told to end by SIGTERM")
            serving.cancel()
