"""`easel lease release` and `easel lease take`."""

import sys

import anyio

from easel_conversation.errors import ConversationError
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.looking import owner_address
from easel_conversation.lease.rules import is_free
from easel_server.cli import console
from easel_server.cli.errors import CliError, ExitCode
from easel_server.cli.failures import complain
from easel_server.cli.lease.access import NamedLease, named_lease
from easel_server.cli.lease.words import owner
from easel_server.cli.program import called_as
from easel_server.io.jsonrpc import encode
from easel_server.protocol.lease import LeaseReleaseResult
from easel_server.sharing.asking import Outcome, asked
from easel_server.sharing.handover import WHY
from easel_server.sharing.messages import Ask


def release_lease(named: str, *, as_json: bool) -> int:
    """Clear the lease of a server that is gone.

    Raises:
        CliError: the server is alive, or may be.
    """
    found = named_lease(named)
    if not is_free(found.lease):
        assert found.lease is not None
        raise CliError(
            f"{_beginning(owner(found.lease))} has it and may be at work; "
            f"`{called_as()} lease take {found.conversation_id}` asks it to let go."
        )
    return _report(_cleared(found), as_json=as_json)


def take_lease(named: str, *, force: bool, as_json: bool) -> int:
    """Have whoever has the conversation let go of it.

    Raises:
        CliError: it keeps it.
    """
    found = named_lease(named)
    if found.lease is None or is_free(found.lease):
        return _report(_cleared(found), as_json=as_json)
    if force:
        complain(f"Taking it from {owner(found.lease)}: what runs in it is stopped.")
    return _report(anyio.run(_taken, found, found.lease, force), as_json=as_json)


async def _taken(found: NamedLease, lease: LeaseInfo, force: bool) -> LeaseReleaseResult:
    ask = Ask(found.conversation_id, lease.owner_instance_id, lease.generation, force)
    address = owner_address(found.directory) if lease.same_host else None
    async with asked(address, ask) as outcome:
        if outcome != "yielded" and not force:
            raise CliError(_refusal(lease, outcome))
        return await anyio.to_thread.run_sync(_robbed, found)


def _refusal(lease: LeaseInfo, outcome: Outcome) -> str:
    return f"{_beginning(owner(lease))} keeps it. {WHY[outcome]} With --force its agent is ended."


def _robbed(found: NamedLease) -> LeaseReleaseResult:
    try:
        found.steps.take(force=True)
    except ConversationError as error:
        raise CliError(str(error)) from error
    _cleared(found)
    return LeaseReleaseResult(released=True, previous=found.lease)


def _cleared(found: NamedLease) -> LeaseReleaseResult:
    try:
        released = found.steps.release()
    except ConversationError as error:
        raise CliError(str(error)) from error
    return LeaseReleaseResult(released=released.released, previous=released.previous)


def _report(result: LeaseReleaseResult, *, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(f"{encode(result).decode()}\n")
        return ExitCode.OK
    if result.previous is None:
        words = "Nobody had it: it can be opened anywhere."
    else:
        words = f"{_beginning(owner(result.previous))} has it no more: it can be opened anywhere."
    console.stdout().print(words, markup=False, soft_wrap=True)
    return ExitCode.OK


def _beginning(words: str) -> str:
    """The words as the beginning of a sentence."""
    return words[0].upper() + words[1:]
