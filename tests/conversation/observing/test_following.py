"""A conversation that somebody else writes is followed from what lies on the disk."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest
from anyio.abc import TaskGroup

from easel_conversation.conversation import Conversation
from easel_conversation.disk.folder import StateFolder
from easel_conversation.disk.guard import NobodyElse
from easel_conversation.events import Event, Message, TurnEnded
from easel_conversation.ids import ConversationId
from easel_conversation.inputs import AgentUpdated, MessageChunk, Rename
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.observing import observed
from easel_conversation.observing.folder_changes import FolderChanges
from easel_conversation.observing.observations import Observations
from easel_conversation.observing.observed import ObservedConversation
from easel_conversation.runs import first_seq
from easel_testing.stores import begin_turn, new_conversation, open_store, talk

DEADLINE = 20


class Audience:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.leases: list[LeaseInfo | None] = []
        self.ended: list[ConversationId] = []
        self.news = anyio.Event()

    def observed_events(self, _: ObservedConversation, events: tuple[Event, ...]) -> None:
        self.events += events
        self._tell()

    def observed_lease(self, observed: ObservedConversation, _: LeaseInfo | None) -> None:
        self.leases.append(observed.lease)
        self._tell()

    def observed_end(self, conversation_id: ConversationId) -> None:
        self.ended.append(conversation_id)
        self._tell()

    def gone(self, _: ConversationId) -> None:
        pass

    async def until(self, condition: Callable[[], bool]) -> None:
        with anyio.fail_after(DEADLINE):
            while not condition():
                await self.news.wait()

    def _tell(self) -> None:
        self.news.set()
        self.news = anyio.Event()


class Follower:
    """Somebody who follows conversations of the folder."""

    def __init__(self, directory: Path, tasks: TaskGroup) -> None:
        self.audience = Audience()
        self._folder = StateFolder(directory)
        self._observations = Observations(tasks, NobodyElse(), FolderChanges(tasks), self.audience)

    async def follow(self, conversation_id: ConversationId) -> ObservedConversation:
        folder = self._folder.conversation(conversation_id)
        assert folder is not None
        return await self._observations.follow(folder)


@asynccontextmanager
async def following(directory: Path) -> AsyncIterator[Follower]:
    """A follower for as long as the block runs."""
    async with anyio.create_task_group() as tasks:
        yield Follower(directory, tasks)
        tasks.cancel_scope.cancel()


def text(events: list[Event]) -> str:
    """What was said in all."""
    return "".join(event.content["text"] for event in events if isinstance(event, Message))


def say(conversation: Conversation, words: str) -> None:
    chunk = MessageChunk("assistant", {"type": "text", "text": words})
    conversation.dispatch(AgentUpdated(conversation.state.epoch, (chunk,)))


async def read(conversation: ObservedConversation) -> list[Event]:
    """All events, in small pages as an editor gets them."""
    events: list[Event] = []
    while True:
        page = await conversation.log.after(events[-1].seq if events else 0, 2)
        events += page.events
        if not page.has_more:
            return events


@pytest.fixture(params=["told by the system", "looked for"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the system tells of changes."""
    if request.param == "looked for":
        monkeypatch.setattr(FolderChanges, "watch", lambda *_: None)
        monkeypatch.setattr(observed, "LOOK_SECONDS", 0.05)


@pytest.mark.usefixtures("way")
async def test_what_is_written_is_told_and_folded(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store, following(tmp_path) as follower:
        conversation = await new_conversation(store)
        await talk(conversation, "buy milk", "I ", "will")
        seen = await follower.follow(conversation.state.id)
        assert seen.told == conversation.told

        await talk(conversation, "and bread", "done")
        conversation.dispatch(Rename("Groceries"))
        await conversation.log.kept()

        await follower.audience.until(lambda: seen.told.seq == conversation.told.seq)
        assert seen.told == conversation.told
        events = await read(seen)
        assert text(events) == "I willdone"
        assert first_seq(events[0]) == 1
        assert all(first_seq(after) == before.seq + 1 for before, after in pairwise(events))
        assert (await seen.log.before(seen.told.seq + 1, 100)).events == tuple(events)


async def test_text_that_grows_is_told_piece_by_piece_and_is_whole_in_the_end(
    tmp_path: Path,
) -> None:
    async with open_store(tmp_path) as store, following(tmp_path) as follower:
        conversation = await new_conversation(store)
        begin_turn(conversation, "story", "Once ")
        await conversation.log.kept()
        seen = await follower.follow(conversation.state.id)
        for words in ("upon ", "a ", "time"):
            say(conversation, words)
            await follower.audience.until(lambda: seen.told.seq == conversation.told.seq)

        assert text(follower.audience.events) == "upon a time"
        assert text(await read(seen)) == "Once upon a time"


async def test_a_line_that_is_not_whole_yet_is_told_when_it_is(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        conversation = await new_conversation(store)
        await talk(conversation, "buy milk", "I will")
    log = tmp_path / "conversations" / conversation.state.id / "events.jsonl"
    whole = log.read_bytes()
    cut = whole.rindex(b"turnEnded")
    log.write_bytes(whole[:cut])

    async with following(tmp_path) as follower:
        seen = await follower.follow(conversation.state.id)
        reached = seen.told.seq
        with log.open("ab") as file:
            file.write(whole[cut : cut + 5])
            file.flush()
            await anyio.lowlevel.checkpoint()
            assert seen.told.seq == reached
            file.write(whole[cut + 5 :])

        await follower.audience.until(lambda: seen.told.seq == conversation.told.seq)
        assert first_seq(follower.audience.events[0]) == reached + 1
        assert any(isinstance(event, TurnEnded) for event in follower.audience.events)


async def test_what_its_writer_took_back_and_writes_again_is_in_step_in_the_end(
    tmp_path: Path,
) -> None:
    async with open_store(tmp_path) as store:
        conversation = await new_conversation(store)
        await talk(conversation, "buy milk", "I will")
        half = (tmp_path / "conversations" / conversation.state.id / "events.jsonl").read_bytes()
        await talk(conversation, "and bread", "done")
    log = tmp_path / "conversations" / conversation.state.id / "events.jsonl"
    whole = log.read_bytes()

    async with following(tmp_path) as follower:
        seen = await follower.follow(conversation.state.id)
        log.write_bytes(half)
        await follower.audience.until(lambda: True)
        log.write_bytes(whole)
        conversation_seq = conversation.told.seq
        with anyio.fail_after(DEADLINE):
            while seen.told != conversation.told:  # noqa: ASYNC110 - a state in step is no news
                await anyio.sleep(0.01)
        assert seen.log.seq == conversation_seq
        assert text(await read(seen)) == "I willdone"


@pytest.mark.usefixtures("way")
async def test_a_conversation_that_is_gone_is_followed_no_more(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store, following(tmp_path) as follower:
        conversation = await new_conversation(store)
        conversation_id = conversation.state.id
        await follower.follow(conversation_id)

        await store.delete(conversation_id)

        await follower.audience.until(lambda: follower.audience.ended == [conversation_id])
