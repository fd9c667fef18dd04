"""Brings a conversation back from its folder."""

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from anyio import to_thread
from msgspec import structs

from easel_conversation.clock import from_iso
from easel_conversation.disk.checkpoint import read_checkpoint
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.reader import LogReader
from easel_conversation.disk.record import before_all_events, read_record, record_of
from easel_conversation.errors import ConversationNotFound, StorageFailed
from easel_conversation.events import TurnStarted
from easel_conversation.fold import fold
from easel_conversation.glance import Glance, glance_at
from easel_conversation.ids import AgentName
from easel_conversation.runs import first_seq
from easel_conversation.state import ConversationState

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A conversation as its log has it.

    `folded`: how many events that took. `guessed`: what was fixed at creation is lost.
    """

    state: ConversationState
    folded: int
    guessed: bool = False


async def load_existing(folder: ConversationFolder) -> Loaded:
    """The conversation in a folder. Does not block.

    Raises:
        ConversationNotFound: there is none.
        StorageFailed: the disk does not give what is there.
    """
    try:
        loaded = await to_thread.run_sync(load, folder)
    except OSError as error:
        raise StorageFailed("read", error.strerror or str(error)) from error
    if loaded is None:
        raise ConversationNotFound(folder.id)
    return loaded


def load(folder: ConversationFolder) -> Loaded | None:
    """The conversation in a folder; None if there is none. Blocks.

    Raises:
        OSError: the disk does not give what is there.
    """
    reader = LogReader(folder.events)
    loaded = (
        _from_checkpoint(folder, reader)
        or _from_the_beginning(folder, reader)
        or _without_record(folder, reader)
    )
    if reader.damaged:
        logger.warning("%s: left out %d damaged lines", folder.events, reader.damaged)
    return loaded


def glance_of(folder: ConversationFolder) -> Glance | None:
    """What lists show of the conversation in a folder; None if there is none to show. Blocks."""
    try:
        record = read_record(folder)
        if record is not None:
            return record
        loaded = load(folder)
    except OSError as error:
        logger.warning("%s cannot be listed: %s", folder.path, error)
        return None
    return None if loaded is None else glance_at(loaded.state)


def _from_checkpoint(folder: ConversationFolder, reader: LogReader) -> Loaded | None:
    saved = read_checkpoint(folder)
    if saved is None or LogReader(folder.events).last_seq() < saved.seq:
        return None
    return _folded(saved, reader)


def _from_the_beginning(folder: ConversationFolder, reader: LogReader) -> Loaded | None:
    record = read_record(folder)
    return None if record is None else _folded(before_all_events(record), reader)


def _without_record(folder: ConversationFolder, reader: LogReader) -> Loaded | None:
    if not folder.events.exists():
        return None
    loaded = _folded(_guessed(folder), reader)
    return None if loaded is None else replace(loaded, guessed=True)


def _folded(state: ConversationState, reader: LogReader) -> Loaded | None:
    """The state after the events that follow; None if none of them begins right behind it."""
    folded = 0
    for event in reader.forward(state.seq, limit=float("inf")):
        if first_seq(event) != state.seq + 1:
            return None
        state = fold(state, event)
        folded += 1
    return Loaded(state, folded)


def _guessed(folder: ConversationFolder) -> ConversationState:
    """What a record would have said, as far as the checkpoint or the events tell."""
    saved = read_checkpoint(folder)
    if saved is not None:
        return before_all_events(record_of(saved))
    state = ConversationState(
        id=folder.id, agent=AgentName(""), cwd=str(Path.home()), created_at_ms=0
    )
    for event in LogReader(folder.events).forward(0, limit=float("inf")):
        if not state.created_at_ms:
            state = structs.replace(state, created_at_ms=from_iso(event.at))
        if isinstance(event, TurnStarted):
            return structs.replace(state, agent=event.agent)
    return state
