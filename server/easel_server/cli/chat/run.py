"""Runs `easel chat`."""

import sys
from contextlib import AsyncExitStack
from pathlib import Path

import anyio

from easel_conversation.ids import AgentName, ConversationId
from easel_server.cli import console
from easel_server.cli.catalogue import read_catalogue
from easel_server.cli.chat.chat import Chat, create
from easel_server.cli.errors import CliError, ExitCode
from easel_server.cli.notices import say_notices
from easel_server.cli.server_process import own_server
from easel_server.cli.state import CommandState, command_state
from easel_server.io.background import task_group_beside


def run_chat(agent: AgentName | None, cwd: Path, resume: ConversationId | None) -> int:
    """Chat until the person leaves."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or console.is_dumb():
        raise CliError("`easel chat` needs a terminal. In scripts and pipes use: easel ask")
    say_notices(read_catalogue(), resume or agent)
    anyio.run(_chat, agent, cwd, resume, command_state())
    return ExitCode.OK


async def _chat(
    agent: AgentName | None, cwd: Path, resume: ConversationId | None, state: CommandState
) -> None:
    async with AsyncExitStack() as stack:
        with console.waiting(console.stdout(), "Starting"):
            client = await stack.enter_async_context(own_server(state, cwd))
            if resume is None:
                info = await create(client, agent, cwd)
            else:
                info = (await client.resume(resume)).conversation
            agents = await client.agents()
        tasks = await stack.enter_async_context(task_group_beside())
        await Chat(client, tasks, agents, info, state.history).run()
