"""Runs `easel chat`."""

import sys
from contextlib import AsyncExitStack
from pathlib import Path

import anyio

from easel_conversation.ids import AgentName, ConversationId
from easel_server.cli import console
from easel_server.cli.catalogue import read_catalogue
from easel_server.cli.chat import words
from easel_server.cli.chat.chat import Chat, create
from easel_server.cli.conversations.naming import find
from easel_server.cli.errors import CliError, ExitCode
from easel_server.cli.notices import say_notices
from easel_server.cli.server_process import own_server
from easel_server.cli.state import CommandState, command_state
from easel_server.io.background import task_group_beside
from easel_server.protocol.shapes import ConversationInfo


def run_chat(agent: AgentName | None, cwd: Path, resume: str | None) -> int:
    """Chat until the person leaves."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or console.is_dumb():
        raise CliError("`easel chat` needs a terminal. In scripts and pipes use: easel ask")
    state = command_state()
    earlier = None if resume is None else find(state.directory, resume)
    say_notices(read_catalogue(), resume or agent)
    info = anyio.run(_chat, agent, cwd, earlier, state)
    if info.turns:
        console.stdout().print(words.farewell(info), soft_wrap=True)
    return ExitCode.OK


async def _chat(
    agent: AgentName | None, cwd: Path, earlier: ConversationId | None, state: CommandState
) -> ConversationInfo:
    """Returns the conversation that the person left."""
    async with AsyncExitStack() as stack:
        with console.waiting(console.stdout(), "Starting"):
            client = await stack.enter_async_context(own_server(state, cwd))
            if earlier is None:
                info = await create(client, agent, cwd)
            else:
                info, _ = await client.open(earlier)
            agents = await client.agents()
        tasks = await stack.enter_async_context(task_group_beside())
        chat = Chat(client, tasks, agents, info, state.history)
        await chat.run(take_up=earlier is not None)
    return chat.info
