"""Every turn ends once, and gets what is its own: the rows T of the scenarios, as decisions."""

import pytest

from easel_conversation.effects import KillAgent, SendPrompt, StartAgent
from easel_conversation.errors import TurnInProgress
from easel_conversation.events import (
    MetadataChanged,
    Notice,
    StatusChanged,
    TurnEnded,
    TurnStarted,
)
from easel_conversation.ids import ToolCallId, TurnId
from easel_conversation.inputs import MessageChunk, SessionMetadata, ToolCallUpdate, Warm
from easel_conversation.policy import Policy
from easel_testing.conversation_driver import Driver, running


def stopped_and_replaced() -> tuple[Driver, TurnId, TurnId]:
    """Turn A was stopped, turn B runs on the same process."""
    conversation, a = running()
    conversation.agent_says("from A", message_id="message-a")
    conversation.stop()
    conversation.agent_answers("cancelled")
    b = conversation.prompt()
    return conversation, a, b


def test_t1_a_second_end_of_a_stopped_turn_does_not_end_the_next() -> None:
    conversation, a, b = stopped_and_replaced()

    conversation.agent_answers("cancelled", turn=a)

    assert conversation.events == ()
    assert b not in conversation.endings()


def test_t2_a_stale_delta_of_a_stopped_turn_is_not_shown_in_the_next() -> None:
    conversation, a, b = stopped_and_replaced()

    conversation.agent_says(" and more from A", message_id="message-a")
    conversation.agent_says("from B", message_id="message-b")
    conversation.agent_answers()

    assert conversation.text_of(a) == "from A and more from A"
    assert conversation.text_of(b) == "from B"


def test_t3_a_turn_without_any_delta_ends_too() -> None:
    conversation, a, b = stopped_and_replaced()

    conversation.agent_refuses("at once")

    assert conversation.endings() == {a: "cancelled", b: "failed"}


def test_t4_t20_of_two_answers_to_one_prompt_the_second_is_ignored() -> None:
    conversation, a = running()
    conversation.agent_answers("end_turn")
    b = conversation.prompt()

    conversation.agent_answers("max_tokens", turn=a)
    conversation.agent_answers("refusal", turn=a)

    assert conversation.endings() == {a: "completed"}
    assert conversation.state.turn is not None
    assert conversation.state.turn.id == b


def test_t5_what_a_replaced_process_still_says_does_not_reach_the_new_turn() -> None:
    conversation, a = running()
    conversation.interrupt(grace_ms=0)
    b = conversation.prompt()
    conversation.wait(0)
    conversation.agent_is_gone()
    conversation.agent_starts(restored="restored")

    conversation.agent_says("old", epoch=1)
    conversation.agent_answers("end_turn", turn=b, epoch=1)
    conversation.agent_crashes(epoch=1)

    assert conversation.endings() == {a: "interrupted"}
    assert conversation.text_of(b) == ""
    assert conversation.process() == "busy"


def test_t6_nobody_sees_an_idle_moment_when_one_prompt_makes_way_for_another() -> None:
    conversation, _ = running()
    seen = len(conversation.log)
    conversation.prompt("rather this", when_busy="interrupt")
    conversation.agent_answers("cancelled")

    statuses = [
        event.execution_status
        for event in conversation.log[seen:]
        if isinstance(event, StatusChanged)
    ]
    assert statuses
    assert "idle" not in statuses


def test_t7_a_turn_that_the_agent_never_ends_keeps_the_next_prompt_only_for_a_while() -> None:
    conversation, _ = running(Policy(cancel_timeout_ms=2_000))
    second = conversation.prompt("rather this", when_busy="interrupt")

    conversation.wait(2_000)
    conversation.agent_is_gone()
    conversation.agent_starts()

    assert conversation.effects_of(SendPrompt)[-1].turn_id == second


def test_t8_a_second_prompt_waits_or_is_refused_and_changes_nothing_of_the_first() -> None:
    conversation, first = running()
    before = conversation.state.turn

    second = conversation.prompt()
    with pytest.raises(TurnInProgress):
        conversation.prompt(when_busy="reject")

    assert conversation.state.turn == before
    assert conversation.waiting() == [second]
    conversation.agent_answers()
    conversation.agent_answers()
    assert conversation.endings() == {first: "completed", second: "completed"}


def test_t8_a_prompt_that_will_not_wait_is_refused_during_a_stop_too() -> None:
    conversation, _ = running()
    conversation.stop()

    with pytest.raises(TurnInProgress):
        conversation.prompt(when_busy="reject")


def test_t10_what_comes_before_the_first_prompt_neither_starts_nor_ends_a_turn() -> None:
    conversation = Driver()
    conversation.put(Warm())
    commands = ({"name": "plan"},)

    conversation.agent_updates(
        SessionMetadata(commands=commands),
        MessageChunk("assistant", {"type": "text", "text": "pi v0.87.1"}),
        ToolCallUpdate(ToolCallId("tool"), created=True),
    )
    conversation.agent_starts()

    assert conversation.events_of(TurnStarted) == []
    assert [notice.text for notice in conversation.events_of(Notice)] == ["pi v0.87.1"]
    assert conversation.state.session.commands == commands
    assert conversation.status() == "idle"


def test_t11_an_agent_that_never_ends_its_turn_is_noticed_and_replaced() -> None:
    conversation, turn = running(Policy(silence_ms=120_000))
    conversation.agent_says("All done.")

    conversation.wait(120_000 + 120_000 // 4)

    assert conversation.ending(turn).reason == "orphaned"
    assert conversation.effects_of(KillAgent) == [KillAgent(conversation.state.epoch)]
    conversation.prompt()
    assert StartAgent(conversation.state.epoch) in conversation.effects
    assert conversation.state.epoch == 2


def test_t12_a_long_quiet_tool_is_not_silence() -> None:
    conversation, turn = running(Policy(silence_ms=120_000))
    conversation.agent_calls_tool("tool", "in_progress", created=True)

    conversation.wait(3_600_000)
    assert turn not in conversation.endings()

    conversation.agent_calls_tool("tool", "completed")
    conversation.wait(119_000)
    assert turn not in conversation.endings()
    conversation.wait(120_000)
    assert conversation.ending(turn).reason == "orphaned"


def test_t12_a_person_who_thinks_about_a_permission_is_not_silence() -> None:
    conversation, turn = running()
    asked = conversation.agent_asks()

    conversation.wait(3_600_000)

    assert turn not in conversation.endings()
    conversation.answer_permission(asked, "yes")


def test_t12_a_computer_that_wakes_up_does_not_take_its_sleep_for_silence() -> None:
    conversation, turn = running(Policy(silence_ms=120_000))
    conversation.wait(100_000)
    conversation.agent_says("still here")
    conversation.now_ms += 8 * 3_600_000

    conversation.wait(1)
    assert turn not in conversation.endings()
    conversation.agent_says("good morning")
    conversation.wait(60_000)

    assert turn not in conversation.endings()


def test_t13_a_turn_that_the_watchdog_ended_looks_different_from_a_clean_end() -> None:
    conversation, turn = running()

    conversation.wait(1_000_000)

    error = conversation.ending(turn).error
    assert error is not None
    assert error.kind == "agentSilent"
    assert conversation.status() == "error"


def test_t14_a_late_end_of_a_tool_updates_its_card_and_nothing_else() -> None:
    conversation, turn = running()
    conversation.agent_calls_tool("tool", "in_progress", created=True)
    conversation.agent_answers()

    conversation.agent_calls_tool("tool", "completed")

    assert conversation.tool_statuses(turn) == ["in_progress", "interrupted", "completed"]
    assert len(conversation.events_of(TurnStarted)) == 1
    assert conversation.status() == "idle"


def test_t15_a_failed_turn_is_failed() -> None:
    conversation, turn = running()
    conversation.agent_says("half an ans")

    conversation.agent_refuses("Internal error")

    ended = conversation.ending(turn)
    assert ended.reason == "failed"
    assert ended.error is not None
    assert ended.error.message == "Internal error"
    assert conversation.status() == "error"
    assert conversation.process() == "ready"


def test_t16_an_exit_and_an_error_for_the_same_prompt_are_one_end() -> None:
    conversation, turn = running()

    conversation.agent_crashes()
    conversation.agent_refuses("connection closed", turn=turn)

    assert conversation.endings() == {turn: "crashed"}


@pytest.mark.parametrize(
    ("stop_reason", "reason"),
    [
        ("end_turn", "completed"),
        ("max_tokens", "truncated"),
        ("max_turn_requests", "truncated"),
        ("refusal", "refused"),
        ("cancelled", "cancelled"),
        ("of_tomorrow", "completed"),
        (None, "completed"),
    ],
)
def test_t17_every_answer_has_its_class_and_the_agents_own_word_is_kept(
    stop_reason: str | None, reason: str
) -> None:
    conversation, turn = running()

    conversation.agent_answers(stop_reason)

    assert conversation.ending(turn).reason == reason
    assert conversation.ending(turn).stop_reason == stop_reason


def test_a_turn_is_titled_by_its_first_prompt() -> None:
    conversation = Driver()
    conversation.prompt("Mend the build\nplease")

    assert [event.title for event in conversation.events_of(MetadataChanged)] == ["Mend the build"]


def test_the_last_event_of_a_turn_comes_after_all_of_its_text() -> None:
    conversation, turn = running()
    conversation.agent_says("one")
    conversation.agent_says(" two")
    conversation.agent_answers()

    ended = next(i for i, e in enumerate(conversation.log) if isinstance(e, TurnEnded))
    later = [event for event in conversation.log[ended + 1 :] if event.turn_id == turn]
    assert later == []
