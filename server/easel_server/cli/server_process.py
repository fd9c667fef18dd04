"""Starts a server of our own and talks to it: the command line is an editor like any other."""

import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Any

from easel_server.cli.conversation_client import ConversationClient
from easel_server.cli.errors import ServerLost, refusal
from easel_server.cli.state import CommandState
from easel_server.client.connect import open_server_process
from easel_server.client.lsp_client import LspClient
from easel_server.io.jsonrpc import PeerGone, ResponseError
from easel_server.protocol.base import PROTOCOL_VERSION

CAPABILITIES: Mapping[str, Any] = {"experimental": {"easel": {"protocolVersion": PROTOCOL_VERSION}}}


@asynccontextmanager
async def own_server(
    state: CommandState, cwd: Path, settings: Mapping[str, Any] | None = None
) -> AsyncIterator[ConversationClient]:
    """A server over stdio that has ended, with its agents, when the block ends.

    Args:
        settings: stronger than the user's config.toml.

    Raises:
        ServerLost: it could not be started.
    """
    with state.open_log() as log:
        async with _lsp_client(state, log) as lsp:
            await _initialize(lsp, state, cwd, settings)
            yield ConversationClient(lsp, state.log)


@asynccontextmanager
async def _lsp_client(state: CommandState, log: IO[bytes]) -> AsyncIterator[LspClient]:
    # -P: a folder of the user's that is called like one of our imports must not shadow it.
    command = [sys.executable, "-P", "-m", "easel_server.cli", "serve"]
    command += ["--log-level", "warning", "--state-dir", str(state.directory)]
    async with (
        open_server_process(command, stderr=log) as server,
        LspClient(server.channel) as lsp,
    ):
        yield lsp


async def _initialize(
    lsp: LspClient, state: CommandState, cwd: Path, settings: Mapping[str, Any] | None
) -> None:
    try:
        await lsp.initialize(
            capabilities=CAPABILITIES,
            options={"easel": settings or {}},
            root_uri=cwd.as_uri(),
            process_id=os.getpid(),
        )
    except ResponseError as error:
        raise refusal(error) from error
    except (PeerGone, TimeoutError) as error:
        raise ServerLost("The server did not start.", state.log) from error
