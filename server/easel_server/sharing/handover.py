"""A conversation passes from one living server to another: asked for, and given."""

from typing import TYPE_CHECKING, Final

from msgspec import to_builtins

from easel_conversation.conversation import Conversation
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.errors import ConversationNotFound
from easel_conversation.ids import ConversationId
from easel_conversation.inputs import EaselNotice, LeasePassed
from easel_conversation.lease.errors import LeaseHeld
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.rules import is_free
from easel_server.errors import EaselError
from easel_server.sharing.asking import Outcome, asked
from easel_server.sharing.door import Caller
from easel_server.sharing.messages import Ask

if TYPE_CHECKING:
    from easel_server.core import Core

WHY: Final[dict[Outcome, str]] = {
    "busy": "Its agent is at work, or prompts wait there.",
    "unknown": "It has just changed hands.",
    "unreachable": "It cannot be asked for it, or does not answer.",
}


async def take(core: "Core", conversation_id: ConversationId, *, force: bool) -> LeaseInfo:
    """Become the owner of a conversation: ask who has it, and with `force` take it in any case.

    Raises:
        ConversationNotFound: there is none.
        EaselError: somebody else has it and keeps it (`leaseHeld`); `data.reason` says why.
    """
    folder = core.store.folder(conversation_id)
    held = await core.leases.info(folder)
    core.sharing.taking.add(conversation_id)
    try:
        await _claim(core, folder, held, force=force)
        conversation = await core.store.get(conversation_id)
    finally:
        core.sharing.taking.discard(conversation_id)
    _note(conversation, held)
    if force and held is not None and not is_free(held):
        text = f"Taken by force from process {held.owner_pid} on {held.owner_host}."
        conversation.dispatch(EaselNotice("warning", text))
    core.sharing.tell(conversation, "taken")
    lease = conversation.lease
    assert lease is not None
    return lease


def _note(conversation: Conversation, held: LeaseInfo | None) -> None:
    """Have it known to readers of the log that it is ours now, if it was not before."""
    ours = conversation.lease
    if ours is not None and (held is None or not held.ours):
        previous = None if held is None else held.owner
        conversation.dispatch(LeasePassed("taken", ours.owner, previous))


async def _claim(
    core: "Core", folder: ConversationFolder, held: LeaseInfo | None, *, force: bool
) -> None:
    if held is None or is_free(held):
        await core.leases.take(folder, force=force)
        return
    ask = Ask(folder.id, held.owner_instance_id, held.generation, force)
    address = await core.leases.address(folder) if held.same_host else None
    async with asked(address, ask) as outcome:
        if outcome != "yielded" and not force:
            message = f"{LeaseHeld(held)} {WHY[outcome]}"
            raise EaselError("leaseHeld", message, {**to_builtins(held), "reason": outcome})
        await core.leases.take(folder, force=True)


async def give(core: "Core", caller: Caller) -> None:
    """Let another server have a conversation of ours, if nothing is going on in it."""
    conversation = _wanted(core, caller.ask)
    if conversation is None:
        await caller.answer("unknown")
    elif not (caller.ask.force or _is_idle(conversation)):
        await caller.answer("busy")
    elif not await caller.answer("going"):
        return  # it was asked while this process was stopped, and not waited for
    elif caller.ask.force:
        await _be_robbed(core, caller, conversation)
    else:
        await _yield(core, caller, conversation)


async def _yield(core: "Core", caller: Caller, conversation: Conversation) -> None:
    sharing = core.sharing
    leaving = core.store.leaving(conversation.state.id, sharing.end_agent, only_if=_is_idle)
    async with leaving as left:
        await caller.answer("busy" if left is None else "yielded")
        if left is not None:
            await caller.gone()
    if left is not None:
        left.expectations.cancel()
        await sharing.go_on_reading(left, "taken")


async def _be_robbed(core: "Core", caller: Caller, conversation: Conversation) -> None:
    """What was said so far is written down, and nothing more; then the agent is ended."""
    core.sharing.silence(conversation)
    async with core.store.leaving(conversation.state.id) as left:
        if left is not None:
            await core.sharing.end_agent(left)
        await caller.answer("yielded")
        await caller.gone()
    if left is not None:
        await core.sharing.go_on_reading(left, "lost")


def _wanted(core: "Core", ask: Ask) -> Conversation | None:
    """The conversation, if it is in memory and ours by the claim that the caller knows."""
    try:
        conversation = core.store.in_memory(ask.conversation_id)
    except ConversationNotFound:
        return None
    lease = conversation.lease
    if lease is None or lease.generation != ask.generation:
        return None
    return conversation if lease.owner_instance_id == ask.owner_instance_id else None


def _is_idle(conversation: Conversation) -> bool:
    state = conversation.state
    return state.turn is None and not state.queue and state.process != "starting"
