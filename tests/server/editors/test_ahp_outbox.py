"""Actions on their way to an editor that reads, or does not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from msgspec.structs import replace

from easel_canvas.model.actions import MessagePosted, Updated
from easel_canvas.model.channels import canvas_channel
from easel_canvas.model.envelope import Envelope, Origin
from easel_canvas.model.reduce import reduce_canvas
from easel_canvas.model.state import SERVER, CanvasState
from easel_canvas.profiles import PROFILES
from easel_canvas.values import CanvasId, InstanceId, ProviderId, SessionId
from easel_server.editors.ahp_client import AhpClient
from easel_server.editors.ahp_outbox import MOST_WAITING
from easel_server.protocol.ahp import AhpActionParams
from easel_server.protocol.base import Params

SESSION = SessionId("c1")
CHANNEL = canvas_channel(SESSION, InstanceId("one"))
STATE = CanvasState(
    instance_id=InstanceId("one"),
    canvas_id=CanvasId("note"),
    provider_id=ProviderId("notes"),
    source=SERVER,
    availability="ready",
)


class Reader:
    """An outlet whose editor reads when it is told to."""

    def __init__(self) -> None:
        self.congested = False
        self.got: list[AhpActionParams] = []
        self._drained = anyio.Event()
        self.news = anyio.Event()

    async def drained(self) -> None:
        await self._drained.wait()

    def notify(self, method: str, params: Params) -> None:
        assert method == "easel/ahp/action"
        assert isinstance(params, AhpActionParams)
        self.got.append(params)
        self.news.set()
        self.news = anyio.Event()

    def read(self) -> None:
        self.congested = False
        self._drained.set()


class Story:
    """What happens in one channel, numbered."""

    def __init__(self) -> None:
        self.state = STATE
        self.seq = 0

    def next(self, action: Updated | MessagePosted, origin: Origin | None = None) -> Envelope:
        self.seq += 1
        self.state = reduce_canvas(self.state, action)
        return Envelope(CHANNEL, action, self.state, self.seq, origin)


@asynccontextmanager
async def following() -> AsyncIterator[tuple[AhpClient, Reader, Story]]:
    """An editor that follows the channel."""
    reader = Reader()
    async with anyio.create_task_group() as tasks:
        client = AhpClient(PROFILES["pr298-r1"], "vim", reader, tasks)
        client.follow(CHANNEL)
        yield client, reader, Story()
        reader.read()
        tasks.cancel_scope.cancel()


async def test_the_first_action_goes_at_once_and_a_burst_is_merged() -> None:
    async with following() as (client, reader, story):
        for number in range(1000):
            client.note(SESSION, story.next(Updated(status=f"{number}")))
        assert [one.action["status"] for one in reader.got] == ["0"]
        client.flush()
        assert [one.action["status"] for one in reader.got] == ["0", "999"]
        assert reader.got[-1].server_seq == 1000


async def test_the_rest_of_a_burst_comes_by_itself() -> None:
    async with following() as (client, reader, story):
        for number in range(3):
            client.note(SESSION, story.next(Updated(status=f"{number}")))
        with anyio.fail_after(5):
            while len(reader.got) < 2:
                await reader.news.wait()
        assert reader.got[-1].action["status"] == "2"


async def test_messages_and_what_editors_originate_are_never_merged() -> None:
    async with following() as (client, reader, story):
        steps = [
            story.next(Updated(title="a")),
            story.next(Updated(title="b", status="x")),
            story.next(Updated(title="c"), Origin("vim", 1)),
            story.next(Updated(status="y")),
            story.next(MessagePosted(payload=1)),
            story.next(Updated(url="https://example.com/")),
            story.next(Updated(title="d")),
        ]
        for step in steps:
            client.note(SESSION, step)
        client.flush()
        assert [one.server_seq for one in reader.got] == [1, 2, 3, 4, 5, 7]
        assert reader.got[-1].action == {
            "type": "canvas/updated",
            "title": "d",
            "url": "https://example.com/",
        }


async def test_an_editor_that_does_not_read_is_told_the_state_later() -> None:
    async with following() as (client, reader, story):
        reader.congested = True
        for number in range(10 * MOST_WAITING):
            client.note(SESSION, story.next(MessagePosted(payload=number)))
            client.note(SESSION, story.next(Updated(status=f"{number}")))
        assert reader.got == []
        reader.read()
        await anyio.wait_all_tasks_blocked()
        assert len(reader.got) <= MOST_WAITING
        folded = STATE
        for one in reader.got:
            if one.action["type"] == "canvas/updated":
                fields = {k: v for k, v in one.action.items() if k != "type"}
                folded = replace(folded, **fields)
        assert folded == story.state


async def test_a_rejection_goes_to_its_origin_alone() -> None:
    async with following() as (client, reader, story):
        envelope = story.next(Updated(title="no"), Origin("emacs", 1))
        client.note(SESSION, Envelope(CHANNEL, envelope.action, STATE, 1, envelope.origin, "no"))
        assert reader.got == []
        client.note(SESSION, Envelope(CHANNEL, envelope.action, STATE, 2, Origin("vim", 3), "no"))
        assert [one.rejection_reason for one in reader.got] == ["no"]


async def test_what_a_snapshot_tells_is_not_told_again() -> None:
    async with following() as (client, reader, story):
        client.note(SESSION, story.next(Updated(status="a")))
        client.note(SESSION, story.next(Updated(status="b")))
        client.follow(CHANNEL)
        client.flush()
        assert [one.action["status"] for one in reader.got] == ["a"]
