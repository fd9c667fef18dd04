"""`easel conversations delete` and `restore`."""

from collections.abc import Sequence
from pathlib import Path

import anyio

from easel_conversation.ids import ConversationId
from easel_server.cli import console
from easel_server.cli.conversations.naming import find, find_deleted
from easel_server.cli.errors import ExitCode
from easel_server.cli.program import called_as
from easel_server.cli.render.plain import one_line
from easel_server.cli.server_process import own_server
from easel_server.cli.state import CommandState, command_state


def delete_conversations(named: Sequence[str]) -> int:
    """Put conversations into the trash; say how to get them back."""
    state = command_state()
    chosen = [find(state.directory, name) for name in named]
    anyio.run(_delete, state, list(dict.fromkeys(chosen)))
    return ExitCode.OK


def restore_conversations(named: Sequence[str]) -> int:
    """Take conversations out of the trash."""
    state = command_state()
    chosen = [find_deleted(state.directory, name) for name in named]
    anyio.run(_restore, state, list(dict.fromkeys(chosen)))
    return ExitCode.OK


async def _delete(state: CommandState, chosen: Sequence[ConversationId]) -> None:
    printer = console.stdout()
    async with own_server(state, Path.cwd()) as client:
        for conversation_id in chosen:
            await client.delete(conversation_id)
            undo = f"{called_as()} conversations restore {conversation_id}"
            printer.print(f"Deleted. To undo it: {undo}", markup=False, soft_wrap=True)


async def _restore(state: CommandState, chosen: Sequence[ConversationId]) -> None:
    printer = console.stdout()
    async with own_server(state, Path.cwd()) as client:
        for conversation_id in chosen:
            info = await client.restore(conversation_id)
            title = one_line(info.title) or info.id
            printer.print(f"Restored: {title}", markup=False, soft_wrap=True)
