"""Connects the agent to stdin and stdout, and ends it when the client is gone."""

import logging
import signal
import sys
from pathlib import Path

import anyio

from easel_acp import sdk
from easel_acp.practice_agent.agent import Agent
from easel_acp.practice_agent.client import Client
from easel_acp.practice_agent.login import Login
from easel_acp.practice_agent.pace import PaceName
from easel_acp.practice_agent.routes import Router
from easel_acp.practice_agent.store import SessionStore
from easel_acp.practice_agent.transport import StdioTransport

SETTLE_SECONDS = 0.1


def run(state_dir: Path, pace: PaceName, *, wants_login: bool) -> int:
    """Serve the client at stdin and stdout until it closes stdin or sends SIGTERM."""
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="easel-practice: %(message)s"
    )
    anyio.run(_serve, SessionStore(state_dir), pace, Login(state_dir, wanted=wants_login))
    return 0


async def _serve(store: SessionStore, pace: PaceName, login: Login) -> None:
    router = Router()
    async with anyio.create_task_group() as tasks:

        async def settle() -> None:
            """Let turns say that they were stopped, while the client may still listen."""
            agent.stop_all()
            with anyio.move_on_after(SETTLE_SECONDS):
                await router.idle()

        transport = StdioTransport(before_end=settle)
        connection = sdk.Connection(router, transport, listening=False)
        agent = Agent(store, pace, login, Client(connection, tasks, transport.flush), tasks)
        agent.add_routes(router)
        if sys.platform != "win32":
            tasks.start_soon(_end_on_signal, transport)
        transport.start()
        await connection.main_loop()
        await connection.close()
        tasks.cancel_scope.cancel()


async def _end_on_signal(transport: StdioTransport) -> None:
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        async for _ in signals:
            transport.end()
