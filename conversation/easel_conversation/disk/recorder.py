"""Keeps `conversation.json` and the checkpoint in step with the conversation."""

import logging
from functools import partial
from pathlib import Path
from typing import Final

import anyio
from anyio import to_thread
from anyio.abc import TaskGroup

from easel_conversation.conversation import Conversation
from easel_conversation.disk.checkpoint import encode_checkpoint
from easel_conversation.disk.durable import write_draft
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.guard import WriteGuard
from easel_conversation.disk.record import encode_record, record_of
from easel_conversation.events import (
    Event,
    Message,
    MetadataChanged,
    PromptDropped,
    PromptQueued,
    StatusChanged,
    TurnEnded,
    TurnStarted,
)
from easel_conversation.lease.errors import LeaseLost, LeaseUnavailable
from easel_conversation.state import ConversationState

logger = logging.getLogger(__name__)

PACE_SECONDS: Final = 2.0
CHECKPOINT_EVENTS: Final = 5_000
"""After so many events there is a checkpoint also in the middle of a turn."""
_SHOWN: Final = (
    TurnStarted,
    TurnEnded,
    StatusChanged,
    MetadataChanged,
    PromptQueued,
    PromptDropped,
)


class Recorder:
    """Writes what was told, soon and not too often. A listener of its conversation.

    Both files can be made from the log again, so a disk that refuses them is no more than a line
    in our own log: they are tried again.
    """

    def __init__(self, folder: ConversationFolder, tasks: TaskGroup, guard: WriteGuard) -> None:
        self._folder = folder
        self._tasks = tasks
        self._guard = guard
        self._record: ConversationState | None = None
        self._checkpoint: ConversationState | None = None
        self._checkpoint_seq = 0
        self._scheduled = False
        self._one_at_a_time = anyio.Lock()
        self._closing = anyio.Event()

    def note(self, conversation: Conversation, events: tuple[Event, ...]) -> None:
        """Something was told."""
        state = conversation.told
        if self._record is not None or any(isinstance(event, _SHOWN) for event in events):
            self._record = state
        if self._is_time_for_a_checkpoint(state, events):
            self._checkpoint = state
            self._checkpoint_seq = state.seq
        self._save_soon()

    def loaded(self, state: ConversationState, folded: int) -> None:
        """The conversation was brought back, for which `folded` events had to be read."""
        self._checkpoint_seq = state.seq - folded
        if folded >= CHECKPOINT_EVENTS:
            self._checkpoint = state
            self._checkpoint_seq = state.seq
            self._save_soon()

    async def save(self, state: ConversationState) -> None:
        """Have a record of this state on the disk.

        Raises:
            OSError, LeaseUnavailable, LeaseLost: it cannot be written; it is tried again.
        """
        self._record = state
        try:
            await self._save()
        finally:
            self._save_soon()

    async def aclose(self) -> None:
        """Write what is left, and then nothing more."""
        self._closing.set()
        await self._try_to_save()

    def _is_time_for_a_checkpoint(
        self, state: ConversationState, events: tuple[Event, ...]
    ) -> bool:
        # Text may be merged with what follows, and be on both sides of the checkpoint then.
        if isinstance(events[-1], Message):
            return False
        ended = any(isinstance(event, TurnEnded) for event in events)
        return ended or state.seq - self._checkpoint_seq >= CHECKPOINT_EVENTS

    @property
    def _is_behind(self) -> bool:
        return self._record is not None or self._checkpoint is not None

    def _save_soon(self) -> None:
        if self._is_behind and not self._scheduled and not self._closing.is_set():
            self._scheduled = True
            self._tasks.start_soon(self._save_in_time)

    async def _save_in_time(self) -> None:
        try:
            while self._is_behind and not self._closing.is_set():
                await self._try_to_save()
                with anyio.move_on_after(PACE_SECONDS):
                    await self._closing.wait()
        finally:
            self._scheduled = False

    async def _try_to_save(self) -> None:
        try:
            await self._save()
        except LeaseLost as error:
            logger.warning("%s is not written any more: %s", self._folder.record, error)
            self._closing.set()
        except (OSError, LeaseUnavailable) as error:
            logger.warning("%s cannot be written now: %s", self._folder.record, error)

    async def _save(self) -> None:
        async with self._one_at_a_time:
            if (state := self._record) is not None:
                await self._replace(self._folder.record, encode_record(record_of(state)))
                if self._record is state:
                    self._record = None
            if (state := self._checkpoint) is not None:
                await self._replace(self._folder.checkpoint, encode_checkpoint(state))
                if self._checkpoint is state:
                    self._checkpoint = None

    async def _replace(self, path: Path, content: bytes) -> None:
        draft = await to_thread.run_sync(self._draft, path, content)
        await self._guard(partial(draft.replace, path))

    def _draft(self, path: Path, content: bytes) -> Path:
        self._folder.make()
        return write_draft(path, content)
