"""Forks: conversations that begin as the copy of another one, and go their own way."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from anyio import to_thread
from msgspec.structs import replace

from easel_conversation.clock import iso
from easel_conversation.conversation import Conversation
from easel_conversation.disk.copying import copy_conversation, end_of_turn
from easel_conversation.disk.record import record_of
from easel_conversation.errors import NoSuchTurn, StorageFailed
from easel_conversation.events import Event, Forked, MetadataChanged
from easel_conversation.ids import AcpSessionId, ConversationId, TurnId
from easel_conversation.state import ConversationState
from easel_conversation.store import ConversationStore
from easel_conversation.values import ForkOrigin


@dataclass(frozen=True, slots=True)
class NewFork:
    """A fork. `session_id`: the agent's session that remembers exactly what was copied."""

    conversation: Conversation
    session_id: AcpSessionId | None


async def fork(
    store: ConversationStore,
    conversation_id: ConversationId,
    *,
    until: TurnId | None,
    title: str | None,
    now_ms: Callable[[], int],
) -> NewFork:
    """Make a fork, whoever owns the conversation that it is of. That one stays as it is.

    Args:
        until: the last turn to be copied; by default the last one that has ended.
        title: by default one that tells what it is.

    Raises:
        ConversationNotFound: there is none.
        NoSuchTurn: no turn `until` has ended there.
        StorageFailed: it cannot be copied.
    """
    source = await store.kept(conversation_id)
    target = store.new_folder()
    try:
        seq, turn_id = await _fork_point(store, source, until)
        at = iso(now_ms())
        record = replace(record_of(source), id=target.id, created_at=at)
        origin = ForkOrigin(conversation_id=source.id, turn_id=turn_id)
        first = _beginning(source, seq, at, origin, title)
        copy = partial(copy_conversation, store.folder(source.id), target, record, seq, first)
        await to_thread.run_sync(copy)
    except OSError as error:
        raise StorageFailed("copied", error.strerror or str(error)) from error
    session_id = _session_of_all(source) if seq == source.seq else None
    return NewFork(await store.get(target.id), session_id)


def _beginning(
    source: ConversationState, seq: int, at: str, origin: ForkOrigin, title: str | None
) -> tuple[Event, ...]:
    """The first events of its own."""
    forked = Forked(seq=seq + 1, at=at, forked_from=origin)
    title = title or (source.title and f"{source.title} (fork)")
    if not title:
        return (forked,)
    return (forked, MetadataChanged(seq=seq + 2, at=at, title=title, renamed=True))


async def _fork_point(
    store: ConversationStore, source: ConversationState, until: TurnId | None
) -> tuple[int, TurnId | None]:
    """Up to which event it is copied, and which turn is the last one then."""
    last = None if source.previous is None else source.previous.id
    if source.turn is None and until in {None, last}:
        return source.seq, last
    end = await to_thread.run_sync(end_of_turn, store.folder(source.id), until)
    if end is None and until is not None:
        raise NoSuchTurn(until)
    return (0, None) if end is None else (end.seq, end.turn_id)


def _session_of_all(source: ConversationState) -> AcpSessionId | None:
    knows_all = source.session.prompted and source.recap is None
    return source.session.acp_session_id if knows_all else None
