"""The lease of a conversation in a state folder, as a command sees it. Blocks."""

from dataclasses import dataclass
from pathlib import Path

from easel_conversation.disk.folder import StateFolder
from easel_conversation.errors import ConversationError
from easel_conversation.ids import ConversationId
from easel_conversation.lease.blocking import BlockingLease
from easel_conversation.lease.directory import LeaseDirectory
from easel_conversation.lease.holder import this_server
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.lease import DEFAULT_TTL, LOCK_TIMEOUT
from easel_conversation.lease.looking import look_at_lease
from easel_conversation.lease.system_processes import system_processes
from easel_server.cli.conversations.naming import find
from easel_server.cli.errors import CliError
from easel_server.cli.state import command_state


@dataclass(frozen=True, slots=True)
class NamedLease:
    """Of the conversation `conversation_id`, as it was; `steps` changes it."""

    conversation_id: ConversationId
    directory: Path
    lease: LeaseInfo | None
    steps: BlockingLease


def named_lease(named: str) -> NamedLease:
    """The lease of the conversation that a person means.

    Raises:
        CliError: there is no such conversation, or its lease cannot be read.
    """
    state = command_state().directory
    conversation_id = find(state, named)
    folder = StateFolder(state).conversation(conversation_id)
    assert folder is not None, "it was found there"
    processes = system_processes()
    me = this_server(processes)
    steps = BlockingLease(
        LeaseDirectory(folder.path, LOCK_TIMEOUT),
        me,
        processes,
        ttl=DEFAULT_TTL,
        on_lost=lambda _: None,
    )
    try:
        lease = look_at_lease(folder.path, me, processes)
    except ConversationError as error:
        raise CliError(str(error)) from error
    return NamedLease(conversation_id, folder.path, lease, steps)
