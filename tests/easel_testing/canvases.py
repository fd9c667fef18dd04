"""Canvases without a server: the built-in ones in a host, and everything that they ask for."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import msgspec

from easel_canvas.builtin import BuiltinProvider, FileRefused
from easel_canvas.builtin.surroundings import TraceEntry
from easel_canvas.host.host import CanvasHost
from easel_canvas.host.requests import OpenRequest
from easel_canvas.host.session import CanvasSession
from easel_canvas.host.surroundings import Record
from easel_canvas.model.actions import MessagePosted
from easel_canvas.model.envelope import Envelope, Origin
from easel_canvas.provider import CONTENT_SCHEME
from easel_canvas.values import CanvasId, InstanceId, Json, SessionId

JsonObject = dict[str, Any]


@dataclass
class KnownFiles:
    """Files by their path."""

    content: dict[str, bytes] = field(default_factory=dict)

    async def read(self, session: SessionId, path: str, limit: int) -> bytes:
        """The content, or a refusal."""
        if path not in self.content:
            raise FileRefused(f"{path} is not there.")
        if len(self.content[path]) > limit:
            raise FileRefused(f"{path} has more than {limit} bytes.")
        return self.content[path]


@dataclass
class KnownTraces:
    """The same messages for every conversation."""

    level: str = "messages"
    known: tuple[TraceEntry, ...] = ()

    def entries(self, session: SessionId) -> tuple[TraceEntry, ...]:
        """All of them."""
        return self.known


@dataclass
class Told:
    """Keeps what a host says."""

    envelopes: list[Envelope] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    listeners: list[Callable[[SessionId, Envelope], None]] = field(default_factory=list)
    changed: anyio.Event = field(default_factory=anyio.Event)

    def publish(self, session: SessionId, envelope: Envelope) -> None:
        """Note it."""
        self.envelopes.append(envelope)
        for listener in self.listeners:
            listener(session, envelope)
        self.changed.set()
        self.changed = anyio.Event()

    def keep(self, session: SessionId, record: Record) -> None:
        """Nothing outlives a test."""

    def drop(self, session: SessionId, instance_id: InstanceId) -> None:
        """Nothing outlives a test."""

    def tell_agent(self, session: SessionId, text: str) -> None:
        """Note it."""
        self.notes.append(text)

    def take_back(self, session: SessionId, text: str) -> None:
        """Forget it, if it is there."""
        self.notes = [note for note in self.notes if note != text]


@dataclass
class Canvases:
    """A host with the built-in canvases."""

    host: CanvasHost
    files: KnownFiles
    traces: KnownTraces
    told: Told

    def session(self, name: str = "c1") -> CanvasSession:
        """The canvases of a conversation."""
        return self.host.session(SessionId(name))

    async def open(self, kind: str, input_: JsonObject, session: str = "c1") -> "Shown":
        """Open a canvas of a kind."""
        opened = self.session(session)
        state = await opened.open(OpenRequest(CanvasId(kind), input_=input_))
        return Shown(opened, state.instance_id)


@dataclass
class Shown:
    """A canvas that was opened."""

    session: CanvasSession
    instance_id: InstanceId

    async def content(self) -> JsonObject:
        """What a web view reads."""
        uri = f"{CONTENT_SCHEME}:/{self.instance_id}/content.json"
        resource = await self.session.read_resource(self.instance_id, uri)
        assert resource.mime_type == "application/json"
        content: JsonObject = msgspec.json.decode(resource.text or "")
        return content

    async def text(self) -> str:
        """What an editor without web views shows."""
        return await self.session.text(self.instance_id)

    async def act(self, name: str, **input_: Json) -> Any:
        """An action of the agent."""
        return await self.session.invoke(self.instance_id, name, input_)

    def say(self, **payload: Json) -> None:
        """A message from a view, as `canvas/message` brings it."""
        self.session.dispatch(self.instance_id, MessagePosted(payload=payload), Origin("view", 1))

    async def until(self, told: "Told", test: Callable[[JsonObject], bool]) -> JsonObject:
        """The content, as soon as it passes the test."""
        with anyio.fail_after(10):
            while not test(content := await self.content()):
                await told.changed.wait()
            return content


@asynccontextmanager
async def canvases() -> AsyncIterator[Canvases]:
    """A host for the length of the block."""
    files, traces, told = KnownFiles(), KnownTraces(), Told()
    async with anyio.create_task_group() as tasks:
        host = CanvasHost(tasks, told, [BuiltinProvider(files, traces)])
        yield Canvases(host, files, traces, told)
        tasks.cancel_scope.cancel()
