"""Whatever happens in whatever order: who follows the actions knows the state."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

import anyio
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from easel_canvas.errors import CanvasError, ProviderError
from easel_canvas.host.requests import OpenRequest, UpdateRequest
from easel_canvas.model.actions import CloseRequested, MessagePosted, Updated
from easel_canvas.model.channels import instance_of
from easel_canvas.model.envelope import Envelope, Origin
from easel_canvas.model.reduce import reduce_canvas, reduce_session
from easel_canvas.model.state import SERVER, ActiveClient, CanvasState, SessionState
from easel_canvas.profiles import PROFILES
from easel_canvas.profiles.errors import NotUnderstood
from easel_canvas.provider import Instance, Shown
from easel_canvas.values import Channel, InstanceId, ProviderId, SessionId, client_provider_id
from easel_testing.canvas_host import (
    DECLARATION,
    NOTE,
    SESSION,
    Hosted,
    NoteProvider,
    hosted,
    settled,
)

VIM = "vim"
NAMES = st.sampled_from(["one", "two"]).map(InstanceId)
PROVIDERS = st.sampled_from([ProviderId("notes"), client_provider_id(VIM)])
TEXTS = st.sampled_from(["", "a", "b"])
MAYBE = st.none() | TEXTS
UPDATES = st.builds(
    Updated,
    title=MAYBE,
    status=MAYBE,
    url=st.none() | st.just("https://example.com/"),
    availability=st.none() | st.sampled_from(["ready", "stale"]),
)


@dataclass(frozen=True)
class Step:
    what: str
    name: InstanceId
    provider: ProviderId
    text: str
    update: Updated


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(
            ["open", "update", "close", "come", "go", "say", "write", "wish", "post", "fail"]
        ),
        NAMES,
        PROVIDERS,
        TEXTS,
        UPDATES,
    ),
    max_size=25,
)


class Follower:
    """Knows of a session only what it is told."""

    def __init__(self, session: SessionState) -> None:
        self.session = session
        self.canvases: dict[Channel, CanvasState] = {}
        self.seq = 0

    def hear(self, envelope: Envelope) -> None:
        assert envelope.server_seq > self.seq
        self.seq = envelope.server_seq
        if envelope.rejection is not None:
            return
        if instance_of(envelope.channel) is None:
            self.session = reduce_session(self.session, envelope.action)
            assert self.session == envelope.state
            listed = {one.channel for one in self.session.open or ()}
            self.canvases = {c: state for c, state in self.canvases.items() if c in listed}
        elif isinstance(known := self.canvases.get(envelope.channel), CanvasState):
            self.canvases[envelope.channel] = reduce_canvas(known, envelope.action)


async def do(it: Hosted, step: Step) -> None:
    session, origin = it.session, Origin(VIM, 1)
    match step.what:
        case "open":
            await session.open(OpenRequest(NOTE, step.provider, step.name, {"text": step.text}))
        case "update":
            await session.update(step.name, UpdateRequest({"text": step.text}, step.text or None))
        case "close":
            session.close(step.name)
        case "come":
            provider = NoteProvider(client_provider_id(VIM))
            active = ActiveClient(client_id=VIM, declarations=(DECLARATION,))
            session.clients.set(active, provider, origin)
        case "go":
            session.clients.remove(VIM)
        case "say" if step.name in it.notes.handles:
            it.notes.handles[step.name].update(Shown(title=step.text, status=step.text))
        case "write":
            session.dispatch(step.name, step.update, origin)
        case "wish":
            session.dispatch(step.name, CloseRequested(), origin)
        case "post":
            session.dispatch(step.name, MessagePosted(payload=step.text), origin)
        case "fail":
            it.notes.opening = fails if it.notes.opening is shows else shows


async def fails(_: Instance) -> Shown:
    raise ProviderError("no")


async def shows(instance: Instance) -> Shown:
    return Shown(title=instance.input["text"])


async def play(steps: Sequence[Step]) -> None:
    async with hosted() as it:
        it.notes.opening = shows
        follower = Follower(it.session.state)
        heard = 0
        for step in steps:
            with contextlib.suppress(CanvasError):
                await do(it, step)
            await settled()
            for envelope in it.audience.envelopes[heard:]:
                follower.hear(envelope)
            heard = len(it.audience.envelopes)
            check(it, follower)
            for one in it.session.state.open or ():
                state = it.session.canvas_snapshot(one.instance_id).state
                assert isinstance(state, CanvasState)
                follower.canvases[one.channel] = state


def check(it: Hosted, follower: Follower) -> None:
    assert follower.session == it.session.state
    listed = it.session.state.open or ()
    assert {one.instance_id for one in listed} == it.audience.records.keys()
    there = {one.provider_id for one in it.session.state.declared or ()}
    for one in listed:
        state = it.session.canvas_snapshot(one.instance_id).state
        assert isinstance(state, CanvasState)
        assert (one.title, one.availability) == (state.title, state.availability)
        assert state.availability == "stale" or one.provider_id in there
        told = follower.canvases.get(one.channel)
        # There is no action for another input.
        assert told is None or replace(told, input=state.input) == state


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_who_follows_the_actions_knows_the_state(steps: list[Step]) -> None:
    anyio.run(play, steps)


@given(UPDATES, st.lists(UPDATES))
def test_an_update_changes_its_fields_and_what_changes_nothing_is_the_same_object(
    first: Updated, more: list[Updated]
) -> None:
    state = CanvasState(
        instance_id=InstanceId("one"),
        canvas_id=NOTE,
        provider_id=ProviderId("notes"),
        source=SERVER,
        availability="ready",
    )
    for update in (first, *more):
        changed = reduce_canvas(state, update)
        fields = ("title", "status", "url", "availability")
        given_ = {f: getattr(update, f) for f in fields if getattr(update, f) is not None}
        assert changed == replace(state, **given_)
        assert (changed is state) == (changed == state)
        assert reduce_canvas(changed, update) is changed
        state = changed


@given(UPDATES, st.sampled_from(["pr298-r1", "pr298-r4"]))
def test_an_update_is_read_as_it_was_written(update: Updated, profile: str) -> None:
    session = SessionId("c1")
    envelope = Envelope(Channel("ahp-canvas:/c1.one"), update, SessionState(), 1)
    wire = PROFILES[profile].action(session, envelope)
    assert PROFILES[profile].read_action(session, wire) == update


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["type", "title", "url", "payload", "clientId", "activeClient", "canvasProviders",
             "canvasId", "displayName", "description", "actions", "tools", "name", "inputSchema"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=15,
)  # fmt: skip
TYPES = st.sampled_from(
    ["session/activeClientSet", "session/activeClientRemoved", "canvas/updated", "canvas/message"]
)


@given(JSON, st.none() | TYPES, st.sampled_from(sorted(PROFILES)))
def test_whatever_an_editor_sends_is_an_action_or_is_not_understood(
    raw: object, type_: str | None, profile: str
) -> None:
    if type_ is not None and isinstance(raw, dict):
        raw = {**raw, "type": type_}
    with contextlib.suppress(NotUnderstood):
        PROFILES[profile].read_action(SESSION, raw)
