"""The canvases of one conversation."""

from collections.abc import Iterable
from functools import partial

import msgspec

from easel_canvas.checks.limits import LIMITS, check_json, clipped
from easel_canvas.checks.urls import content_path
from easel_canvas.declaration import Declaration
from easel_canvas.errors import ActionNotHandled, LimitExceeded, ProviderUnavailable
from easel_canvas.host.calls import called, checked
from easel_canvas.host.clients import Clients
from easel_canvas.host.dispatching import Dispatching
from easel_canvas.host.instance import OpenInstance
from easel_canvas.host.parts import Parts
from easel_canvas.host.presence import Presence
from easel_canvas.host.providers import Published
from easel_canvas.host.requests import OpenRequest, UpdateRequest
from easel_canvas.host.showing import Showing
from easel_canvas.host.surroundings import Record
from easel_canvas.model.actions import FOCUS, Action, MessagePosted
from easel_canvas.model.channels import session_channel
from easel_canvas.model.envelope import Origin, Snapshot
from easel_canvas.model.state import CanvasState, SessionState
from easel_canvas.provider import CONTENT_SCHEME, Resource, Shown
from easel_canvas.values import Channel, InstanceId, Json, JsonObject, SessionId


class CanvasSession:
    """What agents, people and editors do with canvases. Belongs to one event loop."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._showing = Showing(parts)
        self.presence = Presence(parts, self._showing)
        self.clients = Clients(parts, self.presence)
        self._dispatching = Dispatching(parts, self._showing)

    @property
    def id(self) -> SessionId:
        """The conversation."""
        return self._parts.session

    @property
    def state(self) -> SessionState:
        """What can be opened and what is open."""
        return self._parts.feed.state

    def snapshot(self) -> Snapshot:
        """The channel of the session."""
        return self._parts.feed.snapshot(session_channel(self.id), self.state)

    def canvas_snapshot(self, instance_id: InstanceId) -> Snapshot:
        """The channel of an open canvas.

        Raises:
            UnknownInstance: it is not open.
        """
        opened = self._parts.instances.get(instance_id)
        assert opened.state is not None
        return self._parts.feed.snapshot(opened.channel, opened.state)

    def channel(self, instance_id: InstanceId) -> Channel:
        """The name of that channel.

        Raises:
            UnknownInstance: it is not open.
        """
        return self._parts.instances.get(instance_id).channel

    async def open(self, request: OpenRequest) -> CanvasState:
        """Show a canvas; one that is open comes to the front.

        Raises:
            CanvasError: it is not shown, and why.
        """
        provider_id = request.provider_id
        there = self._parts.instances.known(request.instance_id)
        if provider_id is None and there is not None and there.canvas_id == request.canvas_id:
            provider_id = there.provider_id
        published, declaration = self._parts.providers.find(request.canvas_id, provider_id)
        input_ = self._checked_input(request.input_, request.instance_id, declaration)
        opened = self._parts.instances.reserve(request, published.provider.id)
        was_open = opened.state is not None
        state = await self._showing.show(opened, published, declaration, input_)
        if was_open:
            self._parts.feed.change_canvas(opened, MessagePosted(payload=FOCUS))
        return state

    async def update(self, instance_id: InstanceId, request: UpdateRequest) -> CanvasState:
        """Show something else in an open canvas, without bringing it to the front.

        Raises:
            CanvasError: it is not shown, and why.
        """
        opened = self._parts.instances.get(instance_id)
        if request.input_ is not None:
            published, declaration = self._ready(opened)
            input_ = self._checked_input(request.input_, instance_id, declaration)
            await self._showing.show(opened, published, declaration, input_)
        labels = Shown(title=request.title, status=request.status)
        self._parts.feed.change_canvas(opened, checked(labels, opened.id))
        self._showing.keep(opened)
        assert opened.state is not None
        return opened.state

    async def invoke(
        self,
        instance_id: InstanceId,
        name: str,
        input_: Json = None,
        seconds: float = LIMITS.action_seconds,
    ) -> Json:
        """Do an action of an open canvas and return its value.

        Args:
            input_: None stands for an empty object.
            seconds: how long it may take; some wait for a person.

        Raises:
            CanvasError: it was not done, or failed, and why.
        """
        opened = self._parts.instances.get(instance_id)
        published, declaration = self._ready(opened)
        action = declaration.action(name)
        if action is None:
            raise ActionNotHandled(name[: LIMITS.name_length])
        given = {} if input_ is None else input_
        checked_input = self._parts.validators.check(given, action.input_schema)
        provider = published.provider
        act = partial(provider.invoke_action, opened.instance, name, checked_input)
        value = await called(provider, act, seconds)
        check_json(value, "the value", LIMITS.value_bytes)
        return value

    def close(self, instance_id: InstanceId) -> None:
        """Close a canvas: at once, whatever becomes of its provider.

        Raises:
            UnknownInstance: it is not open.
        """
        self._showing.close(self._parts.instances.get(instance_id))

    def put_away(self, instance_id: InstanceId) -> None:
        """Close a canvas for a person; the agent is told.

        Raises:
            UnknownInstance: it is not open.
        """
        self._showing.put_away(self._parts.instances.get(instance_id))

    async def text(self, instance_id: InstanceId) -> str:
        """A canvas in Markdown, for whoever shows nothing else. A very long one is cut.

        Raises:
            CanvasError: it is not open, or its provider failed.
        """
        opened = self._parts.instances.get(instance_id)
        published = self._parts.providers.get(opened.provider_id)
        text = None
        if published is not None and _is_ready(opened):
            tell = partial(published.provider.text, opened.instance)
            text = await called(published.provider, tell, LIMITS.read_seconds)
        assert opened.state is not None
        return clipped(text or in_words(opened.state), LIMITS.text_length) or ""

    async def read_resource(self, instance_id: InstanceId, uri: str) -> Resource:
        """The content at an `ahp-canvas-content:` address.

        Raises:
            ResourceNotFound: there is none, or it is that of another canvas.
            CanvasError: the canvas is not open, its provider failed, or the content is too large.
        """
        opened = self._parts.instances.get(instance_id)
        path = content_path(uri, instance_id)
        provider = self._ready(opened)[0].provider
        read = partial(provider.read_resource, opened.instance, path)
        resource = await called(provider, read, LIMITS.read_seconds)
        if max(len(resource.text or ""), len(resource.blob or b"")) > LIMITS.resource_bytes:
            raise LimitExceeded(f"{path!r} has more than {LIMITS.resource_bytes:,} bytes")
        return resource

    def dispatch(self, instance_id: InstanceId, action: Action, origin: Origin) -> None:
        """Take an action that an editor originates in the channel of a canvas, or reject it.

        Raises:
            UnknownInstance: the canvas is not open.
        """
        self._dispatching.take(self._parts.instances.get(instance_id), action, origin)

    def reject(
        self, instance_id: InstanceId | None, action: Action, origin: Origin, reason: str
    ) -> None:
        """Tell an editor that its action is not let through. None: in the session's channel.

        Raises:
            UnknownInstance: the canvas is not open.
        """
        snapshot = self.snapshot() if instance_id is None else self.canvas_snapshot(instance_id)
        self._parts.feed.reject(snapshot.channel, snapshot.state, action, origin, reason)

    def leave(self) -> None:
        """The conversation is another server's now: nothing can be done until it comes back."""
        self.presence.all_stale()

    def come_back(self, records: Iterable[Record]) -> None:
        """The conversation is this server's again, with what others did to it meanwhile."""
        self.presence.catch_up({record.instance_id: record for record in records})

    def end(self) -> None:
        """The conversation is gone."""
        for opened in self._parts.instances:
            self._showing.forget(opened)
        self._parts.feed.list_open(self._parts.instances)

    def _checked_input(
        self, given: Json, instance_id: InstanceId | None, declaration: Declaration
    ) -> JsonObject:
        if given is None:
            there = self._parts.instances.known(instance_id)
            given = {} if there is None or there.state is None else there.state.input or {}
        checked_input = self._parts.validators.check(given, declaration.input_schema)
        self._parts.instances.check_room(instance_id, len(msgspec.json.encode(checked_input)))
        return checked_input

    def _ready(self, opened: OpenInstance) -> tuple[Published, Declaration]:
        """Who shows a canvas.

        Raises:
            ProviderUnavailable: nobody does now.
        """
        published = self._parts.providers.get(opened.provider_id)
        declaration = published.declaration(opened.canvas_id) if published is not None else None
        if published is None or declaration is None or not _is_ready(opened):
            raise ProviderUnavailable(f"Who shows {opened.id!r} is not there now.")
        return published, declaration


def in_words(state: CanvasState) -> str:
    """What is known of a canvas without its provider."""
    url = None if (state.url or "").startswith(CONTENT_SCHEME) else state.url
    lines = [f"# {state.title or state.display_name or state.canvas_id}", state.status, url]
    if state.availability == "stale":
        lines.append("What shows this canvas is not there now.")
    return "\n\n".join(line for line in lines if line) + "\n"


def _is_ready(opened: OpenInstance) -> bool:
    return opened.state is not None and opened.state.availability == "ready"
