"""Opening canvases, showing something else in them, and closing them."""

import anyio
import pytest
from msgspec.structs import replace

from easel_canvas.errors import (
    CanvasRefused,
    InvalidInput,
    LimitExceeded,
    ProviderError,
    ProviderUnavailable,
    UnknownCanvas,
    UnknownInstance,
    UrlNotAllowed,
)
from easel_canvas.host.requests import OpenRequest, UpdateRequest
from easel_canvas.model.actions import CatalogueChanged, MessagePosted, Updated
from easel_canvas.model.envelope import Origin
from easel_canvas.model.state import ActiveClient
from easel_canvas.provider import Instance, Shown
from easel_canvas.values import CanvasId, InstanceId, client_provider_id
from easel_testing.canvas_host import DECLARATION, NOTE, Hosted, NoteProvider, hosted, settled

ONE = InstanceId("one")


def note(text: str = "hi", instance_id: InstanceId | None = None) -> OpenRequest:
    return OpenRequest(NOTE, instance_id=instance_id, input_={"text": text})


async def test_an_open_canvas_is_listed_told_and_kept() -> None:
    async with hosted() as it:
        state = await it.session.open(note())
        assert (state.instance_id, state.title, state.availability) == ("note-1", "hi", "ready")
        listed = it.session.state.open or ()
        assert [(one.instance_id, one.title) for one in listed] == [("note-1", "hi")]
        assert it.audience.actions() == [CatalogueChanged(open=listed)]
        assert it.audience.records[state.instance_id].input == {"text": "hi"}


async def test_opening_again_comes_to_the_front_and_shows_the_new_input() -> None:
    async with hosted() as it:
        await it.session.open(note("a", ONE))
        state = await it.session.open(note("b", ONE))
        assert state.input == {"text": "b"}
        assert it.audience.actions()[-1] == MessagePosted(payload={"kind": "focus"})
        assert [instance.input["text"] for instance in it.notes.opened] == ["a", "b"]
        assert len(it.session.state.open or ()) == 1


async def test_opening_again_without_an_input_shows_what_it_has() -> None:
    async with hosted() as it:
        await it.session.open(note("a", ONE))
        state = await it.session.open(OpenRequest(NOTE, instance_id=ONE))
        assert state.input == {"text": "a"}


async def test_an_update_does_not_come_to_the_front() -> None:
    async with hosted() as it:
        await it.session.open(note("a", ONE))
        state = await it.session.update(ONE, UpdateRequest({"text": "b"}, status="new"))
        assert (state.title, state.status) == ("b", "new")
        assert not [a for a in it.audience.actions() if isinstance(a, MessagePosted)]
        assert it.audience.records[ONE].title == "b"


async def test_an_id_in_use_is_not_given_to_another_kind() -> None:
    table = replace(DECLARATION, canvas_id=CanvasId("table"))
    async with hosted(NoteProvider("notes", DECLARATION, table)) as it:
        await it.session.open(note("a", ONE))
        with pytest.raises(CanvasRefused) as refused:
            await it.session.open(OpenRequest(CanvasId("table"), None, ONE, {"text": ""}))
        assert refused.value.code == "canvas_instance_taken"


@pytest.mark.parametrize("instance_id", ["../up", "", "a/b", "a b", "x" * 129, ".hidden", "é"])
async def test_an_id_that_is_none_is_refused(instance_id: str) -> None:
    async with hosted() as it:
        with pytest.raises(CanvasRefused) as refused:
            await it.session.open(note("a", InstanceId(instance_id)))
        assert refused.value.code == "canvas_invalid_instance_id"


async def test_a_kind_that_nobody_shows_names_those_that_are_shown() -> None:
    async with hosted() as it:
        with pytest.raises(UnknownCanvas, match="known: note"):
            await it.session.open(OpenRequest(CanvasId("video")))


async def test_an_input_that_fails_its_schema_is_refused_with_the_place() -> None:
    async with hosted() as it:
        with pytest.raises(InvalidInput) as wrong:
            await it.session.open(OpenRequest(NOTE, input_={"text": 3}))
        with pytest.raises(InvalidInput):
            await it.session.open(OpenRequest(NOTE, input_={}))
        with pytest.raises(InvalidInput):
            await it.session.open(OpenRequest(NOTE, input_=["text"]))
        assert wrong.value.path == "$.text"
        assert it.notes.opened == []


async def test_a_failed_opening_leaves_nothing_behind() -> None:
    async def fails(_: Instance) -> Shown:
        raise ProviderError("no paper", "out_of_paper")

    async with hosted() as it:
        it.notes.opening = fails
        with pytest.raises(ProviderError) as failed:
            await it.session.open(note("a", ONE))
        await settled()
        assert failed.value.code == "out_of_paper"
        assert (it.session.state.open, it.audience.envelopes, it.notes.closed) == ((), [], [])


async def test_a_fault_of_a_provider_is_an_error_without_details() -> None:
    async def breaks(_: Instance) -> Shown:
        raise ZeroDivisionError

    async with hosted() as it:
        it.notes.opening = breaks
        with pytest.raises(ProviderError, match="Notes failed"):
            await it.session.open(note())


async def test_a_provider_whose_methods_cannot_be_awaited_fails_and_nothing_else() -> None:
    async with hosted() as it:
        it.notes.open = lambda *_: Shown(title="t")  # type: ignore[method-assign, assignment]
        with pytest.raises(ProviderError, match="Notes failed"):
            await it.session.open(note())


async def test_who_shows_an_open_canvas_need_not_be_named_again() -> None:
    async with hosted() as it:
        vim = NoteProvider(client_provider_id("vim"))
        active = ActiveClient(client_id="vim", declarations=(DECLARATION,))
        it.session.clients.set(active, vim, Origin("vim", 1))
        await it.session.open(OpenRequest(NOTE, vim.id, ONE, {"text": "a"}))
        await it.session.open(note("b", ONE))
        assert [instance.input["text"] for instance in vim.opened] == ["a", "b"]


async def test_a_provider_that_does_not_answer_is_given_up_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def hangs(_: Instance) -> Shown:
        await anyio.sleep_forever()
        raise AssertionError

    async with hosted() as it:
        it.notes.opening = hangs
        _hurry(monkeypatch, "showing")
        with pytest.raises(ProviderUnavailable, match="did not answer"):
            await it.session.open(note("a", ONE))
        await settled()
        assert [instance.instance_id for instance in it.notes.closed] == [ONE]
        assert it.session.state.open == ()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,<script>alert(1)</script>",
        "command:workbench.action.terminal.new",
        "http://example.com/",
        "http://localhost.example.com/",
        "http://127.0.0.1@example.com/",
        "https://user:secret@example.com/",
        "https:///nowhere",
        "//example.com/",
        "https://exa\nmple.com/",
        "http://localhost\\@example.com",
        "ahp-canvas-content:/two/note.txt",
        "ahp-canvas-content:/one/../two/note.txt",
        "ahp-canvas-content:/one/%2e%2e/two/note.txt",
        "ahp-canvas-content://one/note.txt",
        "https://example.com/" + "x" * 5000,
        "",
    ],
)
async def test_an_address_that_could_do_harm_is_never_shown(url: str) -> None:
    async def shows(_: Instance) -> Shown:
        return Shown(url=url)

    async with hosted() as it:
        it.notes.opening = shows
        with pytest.raises(UrlNotAllowed):
            await it.session.open(note("a", ONE))
        await settled()
        assert it.session.state.open == ()
        assert len(it.notes.closed) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a?b=c#d",
        "http://localhost:8080/",
        "http://127.0.0.1/",
        "http://[::1]:3000/x",
        "ahp-canvas-content:/one/sub/note.txt?revision=2",
    ],
)
async def test_harmless_addresses_are_shown(url: str) -> None:
    async def shows(_: Instance) -> Shown:
        return Shown(url=url)

    async with hosted() as it:
        it.notes.opening = shows
        assert (await it.session.open(note("a", ONE))).url == url


async def test_an_update_with_a_harmful_address_changes_nothing() -> None:
    async with hosted() as it:
        state = await it.session.open(note("a", ONE))
        it.notes.handles[ONE].update(Shown(title="evil", url="file:///etc/passwd"))
        assert it.session.canvas_snapshot(ONE).state == state


async def test_a_megabyte_title_is_cut_visibly() -> None:
    async with hosted() as it:
        state = await it.session.open(note("x" * 1_000_000, ONE))
        it.notes.handles[ONE].update(Shown(status="y" * 1_000_000))
        assert state.title is not None
        assert len(state.title) == 256
        assert state.title.endswith("…")
        action = it.audience.actions()[-1]
        assert isinstance(action, Updated)
        assert len(action.status or "") == 512


async def test_ten_thousand_canvases_are_not_opened() -> None:
    async with hosted() as it:
        refused = 0
        for _ in range(10_000):
            try:
                await it.session.open(note())
            except LimitExceeded:
                refused += 1
        assert refused == 9_900
        assert len(it.session.state.open or ()) == 100
        it.session.close(InstanceId("note-1"))
        await it.session.open(note())


async def test_an_input_that_is_too_large_or_too_deep_is_refused() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    async with hosted() as it:
        with pytest.raises(LimitExceeded, match="bytes"):
            await it.session.open(note("x" * 5_000_000))
        with pytest.raises(LimitExceeded, match="deep"):
            await it.session.open(OpenRequest(NOTE, input_={"text": "", "more": deep}))
    while deep:  # else the interpreter recurses to free it
        deep = deep[0]  # type: ignore[assignment]


async def test_all_inputs_together_have_a_limit() -> None:
    async with hosted() as it:
        for _ in range(10):
            await it.session.open(note("x" * 3_300_000))
        with pytest.raises(LimitExceeded, match="close some"):
            await it.session.open(note("x" * 3_300_000))
        await it.session.open(note("y" * 3_300_000, InstanceId("note-1")))


async def test_a_closed_canvas_is_gone_at_once_whatever_its_provider_does() -> None:
    async with hosted() as it:
        await it.session.open(note("a", ONE))
        it.session.close(ONE)
        assert it.session.state.open == ()
        assert it.audience.records == {}
        with pytest.raises(UnknownInstance):
            it.session.close(ONE)
        await settled()
        assert len(it.notes.closed) == 1
        before = len(it.audience.envelopes)
        handle = it.notes.handles[ONE]
        handle.update(Shown(title="late"))
        handle.post("late")
        handle.tell_agent("late")
        handle.close()
        assert len(it.audience.envelopes) == before
        assert it.audience.notes == []


async def test_a_canvas_closed_while_it_is_shown_again_stays_closed() -> None:
    asked, go_on = anyio.Event(), anyio.Event()

    async def waits(_: Instance) -> Shown:
        asked.set()
        await go_on.wait()
        return Shown(title="late")

    async def open_again(it: Hosted) -> None:
        with pytest.raises(UnknownInstance):
            await it.session.open(note("b", ONE))

    async with hosted() as it, anyio.create_task_group() as tasks:
        await it.session.open(note("a", ONE))
        it.notes.opening = waits
        tasks.start_soon(open_again, it)
        await asked.wait()
        it.session.close(ONE)
        go_on.set()
        await settled()
        assert it.session.state.open == ()
        assert it.audience.records == {}


async def test_two_who_open_the_same_canvas_at_once_get_one() -> None:
    async with hosted() as it, anyio.create_task_group() as tasks:
        for text in ("a", "b"):
            tasks.start_soon(it.session.open, note(text, ONE))
        await settled()
        assert len(it.session.state.open or ()) == 1
        assert len(it.notes.opened) == 2


async def test_what_a_provider_says_while_it_opens_is_not_lost() -> None:
    async with hosted() as it:

        async def eager(instance: Instance) -> Shown:
            it.notes.handles[instance.instance_id].update(Shown(status="loading"))
            return Shown(title="t")

        it.notes.opening = eager
        await it.session.open(note("a", ONE))
        state = it.session.canvas_snapshot(ONE).state
        assert getattr(state, "status", None) == "loading"


def _hurry(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Let deadlines pass at once."""
    from easel_canvas.checks.limits import Limits

    for module in modules:
        hurried = Limits(open_seconds=0, action_seconds=0, read_seconds=0)
        monkeypatch.setattr(f"easel_canvas.host.{module}.LIMITS", hurried)
