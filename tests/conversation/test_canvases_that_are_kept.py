"""The open canvases of a conversation: of what changes, only that is written down."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from easel_conversation.events import CanvasesChanged
from easel_conversation.inputs import CanvasClosed, CanvasShown
from easel_conversation.kept_canvas import KeptCanvas, change_between, changed_by
from easel_testing.conversation_driver import Driver, warm

TABLE = KeptCanvas(
    instance_id="table-1",
    canvas_id="table",
    extension_id="easel",
    input={"rows": [["x" * 100]] * 10_000, "sort": "a", "page": 1},
    title="People",
)


def written(conversation: Driver) -> int:
    """The bytes that the newest input adds to the log."""
    return len(msgspec.json.encode(conversation.events))


def test_a_small_change_of_a_large_canvas_is_a_small_event() -> None:
    conversation = warm()
    conversation.put(CanvasShown(TABLE))
    assert written(conversation) > 1_000_000

    changed = replace(TABLE, input={"rows": TABLE.input["rows"], "page": 2}, memory={"a": 1})
    conversation.put(CanvasShown(changed))

    assert written(conversation) < 500
    assert conversation.state.canvases == (changed,)


def test_what_is_not_news_is_not_written() -> None:
    conversation = warm()
    conversation.put(CanvasShown(TABLE))
    conversation.put(CanvasShown(replace(TABLE)))
    assert conversation.events == ()


def test_another_canvas_of_the_same_name_is_written_whole() -> None:
    conversation = warm()
    conversation.put(CanvasShown(TABLE))
    conversation.put(CanvasClosed("table-1"))
    chart = replace(TABLE, canvas_id="chart", title=None)
    conversation.put(CanvasShown(chart))
    (event,) = conversation.events_of(CanvasesChanged)[-1:]
    assert event.opened == chart
    assert conversation.state.canvases == (chart,)


values = st.none() | st.integers() | st.lists(st.integers(), max_size=2)
canvases = st.builds(
    KeptCanvas,
    instance_id=st.just("c"),
    canvas_id=st.sampled_from(["table", "chart"]),
    extension_id=st.just("easel"),
    input=st.dictionaries(st.sampled_from("abc"), values),
    title=st.none() | st.just("") | st.text(max_size=3),
    memory=values,
)


@given(canvases, canvases)
def test_a_change_leads_from_the_one_canvas_to_the_other(
    before: KeptCanvas, after: KeptCanvas
) -> None:
    change = change_between(before, after)
    assert change is None or changed_by(before, change) == after


@given(canvases, st.dictionaries(st.sampled_from("abc"), values))
def test_another_input_is_always_a_change(before: KeptCanvas, input_: dict[str, Any]) -> None:
    after = replace(before, input=input_)
    change = change_between(before, after)
    assert change is not None
    assert changed_by(before, change) == after
