"""Actions, messages and content: what reaches a provider, and what comes back."""

import anyio
import pytest

from easel_canvas.checks.limits import LIMITS
from easel_canvas.errors import (
    ActionNotHandled,
    InvalidInput,
    LimitExceeded,
    ProviderUnavailable,
    ResourceNotFound,
)
from easel_canvas.host.requests import OpenRequest
from easel_canvas.model.actions import CloseRequested, MessagePosted, Unknown, Updated
from easel_canvas.model.envelope import Origin
from easel_canvas.provider import Resource
from easel_canvas.values import InstanceId, Json, JsonObject
from easel_testing.canvas_host import NOTE, Hosted, hosted, settled

ONE = InstanceId("one")
EMACS = Origin("emacs", 7)


async def opened(it: Hosted) -> None:
    await it.session.open(OpenRequest(NOTE, instance_id=ONE, input_={"text": "hi"}))


async def test_the_value_of_an_action_goes_to_who_asked() -> None:
    async with hosted() as it:
        await opened(it)
        value = await it.session.invoke(ONE, "shout", {"loud": 3})
        assert value == {"did": "shout", "with": {"loud": 3}}
        assert await it.session.invoke(ONE, "whisper") == {"did": "whisper", "with": {}}


async def test_an_action_that_is_not_declared_never_reaches_the_provider() -> None:
    async with hosted() as it:
        await opened(it)
        with pytest.raises(ActionNotHandled):
            await it.session.invoke(ONE, "sing")
        with pytest.raises(InvalidInput):
            await it.session.invoke(ONE, "shout", "loudly")


async def test_an_action_that_takes_too_long_fails() -> None:
    async def hangs(_: str, __: JsonObject) -> Json:
        await anyio.sleep_forever()

    async with hosted() as it:
        await opened(it)
        it.notes.acting = hangs
        with pytest.raises(ProviderUnavailable):
            await it.session.invoke(ONE, "shout", seconds=0)


@pytest.mark.parametrize("value", [object(), "x" * 2_000_000])
async def test_a_value_that_cannot_be_passed_on_is_an_error(value: object) -> None:
    async def answers(_: str, __: JsonObject) -> Json:
        return value

    async with hosted() as it:
        await opened(it)
        it.notes.acting = answers
        with pytest.raises((LimitExceeded, InvalidInput)):
            await it.session.invoke(ONE, "shout")


async def test_while_an_action_waits_for_a_person_messages_come_through() -> None:
    clicked = anyio.Event()
    values: list[Json] = []

    async def waits(_: str, __: JsonObject) -> Json:
        await clicked.wait()
        return "clicked"

    async def act(it: Hosted) -> None:
        values.append(await it.session.invoke(ONE, "shout"))

    async with hosted() as it, anyio.create_task_group() as tasks:
        await opened(it)
        it.notes.acting = waits
        tasks.start_soon(act, it)
        it.session.dispatch(ONE, MessagePosted(payload="click"), EMACS)
        await settled()
        assert it.notes.received == ["click"]
        clicked.set()
        await settled()
        assert values == ["clicked"]


async def test_a_message_of_a_view_reaches_the_provider_and_is_echoed() -> None:
    async with hosted() as it:
        await opened(it)
        for number in range(3):
            it.session.dispatch(ONE, MessagePosted(payload=number), Origin("emacs", number))
        await settled()
        assert it.notes.received == [0, 1, 2]
        assert it.audience.actions(Origin("emacs", 1)) == [MessagePosted(payload=1)]


async def test_a_message_that_is_too_large_and_one_too_many_are_rejected() -> None:
    async with hosted() as it:
        await opened(it)
        it.session.dispatch(ONE, MessagePosted(payload="x" * 1_000_000), EMACS)
        assert it.audience.envelopes[-1].rejection
        for _ in range(LIMITS.waiting_messages):
            it.session.dispatch(ONE, MessagePosted(payload=1), EMACS)
            assert not it.audience.envelopes[-1].rejection
        it.session.dispatch(ONE, MessagePosted(payload=1), EMACS)
        assert "many" in (it.audience.envelopes[-1].rejection or "")


async def test_a_view_can_wish_for_the_end_but_not_change_a_canvas() -> None:
    async with hosted() as it:
        await opened(it)
        state = it.session.canvas_snapshot(ONE).state
        for action in (Updated(title="mine"), Unknown(type="canvas/explode")):
            it.session.dispatch(ONE, action, EMACS)
            assert it.audience.envelopes[-1].rejection
            assert it.audience.envelopes[-1].origin == EMACS
        assert it.session.canvas_snapshot(ONE).state == state
        it.session.dispatch(ONE, CloseRequested(), EMACS)
        assert it.session.state.open == ()
        await settled()
        assert len(it.notes.closed) == 1


async def test_the_agent_reads_of_a_canvas_that_a_person_closed_but_not_of_its_own() -> None:
    async with hosted() as it:
        await opened(it)
        it.session.dispatch(ONE, CloseRequested(), EMACS)
        assert it.audience.notes == ["The canvas `one` (hi) was closed in the editor."]

        await opened(it)
        it.session.put_away(ONE)
        assert len(it.audience.notes) == 2

        await opened(it)
        it.session.close(ONE)
        assert len(it.audience.notes) == 2


async def test_what_a_provider_tells_the_agent_is_bounded_and_can_be_taken_back() -> None:
    async with hosted() as it:
        await opened(it)
        it.notes.handles[ONE].tell_agent("x" * 100_000)
        assert [len(note) for note in it.audience.notes] == [LIMITS.note_length]
        it.notes.handles[ONE].take_back("x" * 100_000)
        assert it.audience.notes == []


async def test_content_is_read_by_its_address() -> None:
    async with hosted() as it:
        await opened(it)
        it.notes.resources["sub dir/note.txt"] = Resource(mime_type="text/plain", text="hi")
        uri = "ahp-canvas-content:/one/sub%20dir/note.txt?revision=3"
        assert (await it.session.read_resource(ONE, uri)).text == "hi"


@pytest.mark.parametrize(
    "path",
    ["../two/x", "a/../../x", "%2e%2e/x", "..%2fx", "/etc/passwd", "a//b", "", ".", "a\\..\\b",
     "c:/x", "a%00b", "x%0ay", "%ff"],
)  # fmt: skip
async def test_a_path_that_leaves_the_content_never_reaches_the_provider(path: str) -> None:
    async with hosted() as it:
        await opened(it)
        with pytest.raises(ResourceNotFound):
            await it.session.read_resource(ONE, f"ahp-canvas-content:/one/{path}")
        assert it.notes.read == []


@pytest.mark.parametrize(
    "uri",
    [
        "file:///etc/passwd",
        "https://example.com/",
        "ahp-canvas-content:/two/note.txt",
        "ahp-canvas-content://host/one/note.txt",
        "ahp-canvas-content://[/one/note.txt",
        "note.txt",
    ],
)
async def test_other_addresses_are_not_read(uri: str) -> None:
    async with hosted() as it:
        await opened(it)
        it.notes.resources["note.txt"] = Resource(mime_type="text/plain", text="hi")
        with pytest.raises(ResourceNotFound):
            await it.session.read_resource(ONE, uri)


async def test_content_that_is_too_large_is_refused() -> None:
    async with hosted() as it:
        await opened(it)
        blob = bytes(LIMITS.resource_bytes + 1)
        it.notes.resources["x"] = Resource(mime_type="image/png", blob=blob)
        with pytest.raises(LimitExceeded):
            await it.session.read_resource(ONE, "ahp-canvas-content:/one/x")


async def test_a_canvas_without_text_of_its_own_has_its_title_and_status() -> None:
    async with hosted() as it:
        await opened(it)
        assert await it.session.text(ONE) == "# hi\n"
