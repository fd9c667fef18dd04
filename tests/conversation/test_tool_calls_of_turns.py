"""Tool calls: the rows X of the scenarios, as decisions."""

import pytest

from easel_conversation.events import ToolCallChanged
from easel_conversation.ids import ToolCallId
from easel_conversation.inputs import ToolCallUpdate
from easel_testing.conversation_driver import running


def test_x1_stop_shows_a_running_tool_as_cancelled_at_once() -> None:
    conversation, turn = running()
    conversation.agent_calls_tool("tool", "in_progress", created=True)

    conversation.stop()

    assert conversation.tool_statuses(turn) == ["in_progress", "cancelled"]
    assert conversation.status() == "cancelling"


def test_x2_a_cancelled_tool_does_not_run_again() -> None:
    conversation, turn = running()
    conversation.agent_calls_tool("tool", "in_progress", created=True)
    conversation.stop()

    conversation.agent_calls_tool("tool", "in_progress", title="Still at it")
    conversation.agent_calls_tool("tool", "pending")

    assert conversation.tool_statuses(turn)[-1] == "cancelled"


@pytest.mark.parametrize("status", ["completed", "failed"])
def test_x3_a_cancelled_tool_may_turn_out_to_have_ended(status: str) -> None:
    conversation, turn = running()
    conversation.agent_calls_tool("tool", "in_progress", created=True)
    conversation.stop()

    conversation.agent_calls_tool("tool", status)
    conversation.agent_calls_tool("tool", "in_progress")
    conversation.agent_answers("cancelled")

    assert conversation.tool_statuses(turn) == ["in_progress", "cancelled", status]


def test_x4_a_tool_of_a_process_that_died_is_interrupted() -> None:
    conversation, turn = running()
    conversation.agent_calls_tool("tool", "in_progress", created=True)

    conversation.agent_crashes()

    assert conversation.tool_statuses(turn) == ["in_progress", "interrupted"]
    ended = [event for event in conversation.events if isinstance(event, ToolCallChanged)]
    assert all(event.at for event in ended)


def test_x5_a_tool_that_ran_when_easel_ended_is_settled_before_anything_is_shown() -> None:
    conversation, turn = running()
    conversation.agent_calls_tool("tool", "in_progress", created=True)

    conversation.restart()

    assert conversation.tool_statuses(turn)[-1] == "interrupted"


def test_x6_news_of_an_unknown_tool_make_a_card() -> None:
    conversation, turn = running()

    conversation.agent_calls_tool("tool", "in_progress", created=False, title="Search")

    (shown,) = conversation.events_of(ToolCallChanged)
    assert (shown.turn_id, shown.tool_call.title) == (turn, "Search")


def test_x7_stopping_a_turn_does_not_touch_the_tools_of_the_turn_before() -> None:
    conversation, first = running()
    conversation.agent_calls_tool("tool", "in_progress", created=True)
    conversation.agent_answers()
    before = conversation.tool_statuses(first)
    conversation.prompt()

    conversation.stop()
    conversation.agent_answers("cancelled")

    assert conversation.tool_statuses(first) == before


def test_x8_the_same_tool_id_in_the_next_turn_is_another_card() -> None:
    conversation, first = running()
    conversation.agent_calls_tool("tool", "completed", created=True, title="First")
    conversation.agent_answers()
    second = conversation.prompt()

    conversation.agent_calls_tool("tool", "in_progress", created=True, title="Second")
    conversation.agent_calls_tool("tool", "failed")

    assert conversation.tool_statuses(first) == ["completed"]
    assert conversation.tool_statuses(second) == ["in_progress", "failed"]


def test_x8_a_new_process_may_count_its_tools_from_one_again() -> None:
    conversation, first = running()
    conversation.agent_calls_tool("tool", "in_progress", created=True)
    conversation.agent_crashes()
    second = conversation.prompt()
    conversation.agent_starts()

    conversation.agent_calls_tool("tool", "completed")

    assert conversation.tool_statuses(first)[-1] == "interrupted"
    assert conversation.tool_statuses(second) == ["completed"]


def test_x9_unknown_status_and_kind_are_shown_as_something_general() -> None:
    conversation, turn = running()

    conversation.agent_updates(
        ToolCallUpdate(ToolCallId("tool"), created=True, kind="teleport", status="paused")
    )

    (shown,) = conversation.events_of(ToolCallChanged)
    assert shown.tool_call.kind == "teleport"
    assert conversation.tool_statuses(turn) == ["pending"]


def test_x10_a_tool_that_never_ends_is_closed_with_its_turn() -> None:
    conversation, turn = running()
    conversation.agent_calls_tool("tool", "pending", created=True)

    conversation.agent_answers()

    assert conversation.tool_statuses(turn) == ["pending", "interrupted"]


def test_what_was_not_sent_again_stays_as_it_was() -> None:
    conversation, _ = running()
    conversation.agent_updates(
        ToolCallUpdate(
            ToolCallId("tool"),
            created=True,
            title="Edit",
            kind="edit",
            locations=({"path": "a.py"},),
            raw_input={"path": "a.py"},
        )
    )

    conversation.agent_calls_tool("tool", "completed")

    call = conversation.events_of(ToolCallChanged)[-1].tool_call
    assert (call.title, call.kind, call.status) == ("Edit", "edit", "completed")
    assert call.locations == ({"path": "a.py"},)
    assert call.raw_input == {"path": "a.py"}
