"""A canvas host in memory, with a provider that does what a test says."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio

from easel_canvas.declaration import Action, Declaration
from easel_canvas.host.host import CanvasHost
from easel_canvas.host.session import CanvasSession
from easel_canvas.host.surroundings import Record
from easel_canvas.model.envelope import Envelope, Origin
from easel_canvas.provider import Handle, Instance, Provider, Resource, Shown
from easel_canvas.values import CanvasId, InstanceId, Json, JsonObject, ProviderId, SessionId

SESSION = SessionId("c1")
NOTE = CanvasId("note")
DECLARATION = Declaration(
    canvas_id=NOTE,
    title="Note",
    description="A note.",
    input_schema={
        "type": "object",
        "properties": {"text": {"type": "string"}},
        "required": ["text"],
    },
    actions=(Action(name="shout", input_schema={"type": "object"}), Action(name="whisper")),
)


class NoteProvider(Provider):
    """Shows notes. `opening` answers `open`, and `acting` actions; tests replace them."""

    def __init__(self, provider_id: str = "notes", *declarations: Declaration) -> None:
        self._id = ProviderId(provider_id)
        self._declarations = declarations or (DECLARATION,)
        self.opened: list[Instance] = []
        self.closed: list[Instance] = []
        self.received: list[Json] = []
        self.read: list[str] = []
        self.handles: dict[InstanceId, Handle] = {}
        self.opening: Callable[[Instance], Awaitable[Shown]] = shown
        self.acting: Callable[[str, JsonObject], Awaitable[Json]] = done
        self.resources: dict[str, Resource] = {}

    @property
    def id(self) -> ProviderId:
        return self._id

    @property
    def name(self) -> str:
        return "Notes"

    @property
    def declarations(self) -> Sequence[Declaration]:
        return self._declarations

    async def open(self, instance: Instance, handle: Handle) -> Shown:
        self.opened.append(instance)
        self.handles[instance.instance_id] = handle
        return await self.opening(instance)

    async def invoke_action(self, instance: Instance, name: str, input_: JsonObject) -> Json:
        return await self.acting(name, input_)

    async def receive(self, instance: Instance, payload: Json) -> None:
        self.received.append(payload)

    async def read_resource(self, instance: Instance, path: str) -> Resource:
        self.read.append(path)
        if path not in self.resources:
            return await super().read_resource(instance, path)
        return self.resources[path]

    async def close(self, instance: Instance) -> None:
        self.closed.append(instance)


async def shown(instance: Instance) -> Shown:
    """Show a note as it is asked for."""
    return Shown(title=instance.input["text"], url=instance.content_url("note.txt"))


async def done(name: str, input_: JsonObject) -> Json:
    """Tell what was to be done."""
    return {"did": name, "with": input_}


@dataclass
class Audience:
    """Implements `Surroundings`: keeps all that it is told."""

    envelopes: list[Envelope] = field(default_factory=list)
    records: dict[InstanceId, Record] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def publish(self, session: SessionId, envelope: Envelope) -> None:
        self.envelopes.append(envelope)

    def keep(self, session: SessionId, record: Record) -> None:
        self.records[record.instance_id] = record

    def drop(self, session: SessionId, instance_id: InstanceId) -> None:
        self.records.pop(instance_id, None)

    def tell_agent(self, session: SessionId, text: str) -> None:
        self.notes.append(text)

    def take_back(self, session: SessionId, text: str) -> None:
        self.notes = [note for note in self.notes if note != text]

    def actions(self, origin: Origin | None = None) -> list[object]:
        """What has happened, in order; with an origin, what came of its action."""
        return [e.action for e in self.envelopes if origin is None or e.origin == origin]


@dataclass
class Hosted:
    """The host of one conversation."""

    host: CanvasHost
    notes: NoteProvider
    audience: Audience

    @property
    def session(self) -> CanvasSession:
        """Its canvases."""
        return self.host.session(SESSION)


@asynccontextmanager
async def hosted(notes: NoteProvider | None = None) -> AsyncIterator[Hosted]:
    """A host that shows notes; nothing of it runs on at the end."""
    provider, audience = notes or NoteProvider(), Audience()
    async with anyio.create_task_group() as tasks:
        yield Hosted(CanvasHost(tasks, audience, [provider]), provider, audience)
        tasks.cancel_scope.cancel()


async def settled() -> None:
    """Return when all that was begun in the background and need not wait has happened."""
    await anyio.wait_all_tasks_blocked()
