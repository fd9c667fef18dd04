"""Cancel and interrupt: the rows C of the scenarios, as decisions."""

import pytest

from easel_conversation.effects import (
    AnswerPermission,
    KillAgent,
    SendCancel,
    SendPrompt,
    StartAgent,
    StartTimer,
)
from easel_conversation.events import CancelRequested, PermissionResolved, ToolCallChanged
from easel_conversation.inputs import CancelDeadlinePassed
from easel_conversation.policy import Policy
from easel_testing.conversation_driver import Driver, running, warm


def rungs(conversation: Driver) -> list[str]:
    return [event.rung for event in conversation.events_of(CancelRequested)]


def test_c1_stop_is_told_to_the_agent_in_the_same_decision() -> None:
    conversation, _ = running()

    conversation.stop()

    assert SendCancel(conversation.state.epoch) in conversation.effects
    assert conversation.status() == "cancelling"
    assert rungs(conversation) == ["sent"]


def test_c2_an_agent_that_ignores_cancel_is_killed_and_the_next_prompt_gets_a_new_epoch() -> None:
    conversation, turn = running()
    conversation.stop(timeout_ms=5_000)

    conversation.wait(5_000)
    assert conversation.effects == (KillAgent(conversation.state.epoch),)
    conversation.agent_is_gone()

    assert conversation.ending(turn).reason == "cancelledForced"
    assert rungs(conversation) == ["sent", "timeout", "killed"]
    assert conversation.process() == "none"
    conversation.prompt()
    assert [start.epoch for start in conversation.effects_of(StartAgent)] == [1, 2]


def test_c2_with_on_timeout_error_the_agent_is_left_alive_and_may_still_answer() -> None:
    conversation, turn = running()
    conversation.stop(on_timeout="error")

    conversation.wait(5_000)
    assert rungs(conversation) == ["sent", "timeout"]
    assert conversation.effects_of(KillAgent) == []

    conversation.agent_answers("cancelled")
    assert conversation.ending(turn).reason == "cancelled"
    assert conversation.process() == "ready"


def test_c2_a_timed_out_cancel_can_be_made_firm() -> None:
    conversation, _ = running()
    conversation.stop(on_timeout="error")
    conversation.wait(5_000)

    conversation.stop(on_timeout="interrupt")
    conversation.wait(0)

    assert len(conversation.effects_of(KillAgent)) == 1


def test_c2_even_a_cancel_without_force_ends_when_the_agent_stays_silent() -> None:
    conversation, turn = running()
    conversation.stop(on_timeout="error")

    conversation.wait(300_000)

    assert conversation.ending(turn).reason == "cancelledForced"
    assert len(conversation.effects_of(KillAgent)) == 1


@pytest.mark.parametrize("stop_reason", ["end_turn", "cancelled", "max_tokens", None])
def test_c3_whatever_the_agent_answers_after_stop_the_turn_was_cancelled(
    stop_reason: str | None,
) -> None:
    conversation, turn = running()
    conversation.stop()

    conversation.agent_answers(stop_reason)

    assert conversation.ending(turn).reason == "cancelled"
    assert conversation.ending(turn).stop_reason == stop_reason
    assert rungs(conversation) == ["sent", "acknowledged"]


def test_c4_an_error_in_answer_to_stop_is_a_cancel_and_the_process_stays() -> None:
    conversation, turn = running()
    conversation.stop()

    conversation.agent_refuses("Request cancelled")

    assert conversation.ending(turn).reason == "cancelled"
    assert conversation.process() == "ready"
    assert conversation.status() == "idle"


def test_c5_an_agent_that_does_not_know_cancel_is_killed_at_the_deadline() -> None:
    conversation, turn = running()
    conversation.stop(timeout_ms=1_000)
    conversation.agent_says("I go on, whatever you say.")

    conversation.wait(1_000)
    conversation.agent_is_gone()

    assert conversation.ending(turn).reason == "cancelledForced"


def test_c6_a_late_stop_is_told_to_nobody() -> None:
    conversation = warm()

    conversation.stop()

    assert conversation.events == ()
    assert conversation.effects == ()


def test_c7_a_prompt_that_is_stopped_while_the_agent_starts_never_reaches_it() -> None:
    conversation = Driver()
    turn = conversation.prompt()

    conversation.stop()
    conversation.agent_starts()

    assert conversation.ending(turn).reason == "cancelled"
    assert conversation.effects_of(SendPrompt) == []
    assert conversation.effects_of(SendCancel) == []


def test_c7_a_later_prompt_is_not_hit_by_the_earlier_stop() -> None:
    conversation = Driver()
    conversation.prompt()
    conversation.stop()
    later = conversation.prompt()

    conversation.agent_starts()
    conversation.wait(10_000)

    assert [sent.turn_id for sent in conversation.effects_of(SendPrompt)] == [later]
    assert conversation.effects_of(SendCancel) == []
    assert later not in conversation.endings()


def test_c8_three_presses_of_stop_are_one_cancel_with_one_timer() -> None:
    conversation, turn = running()

    for _ in range(3):
        conversation.stop()
    conversation.agent_answers("cancelled")

    assert len(conversation.effects_of(SendCancel)) == 1
    timers = [t for t in conversation.effects_of(StartTimer) if t.name == "cancel"]
    assert len(timers) == 1
    assert conversation.endings() == {turn: "cancelled"}


def test_c9_a_prompt_right_behind_a_stop_waits_until_the_turn_is_settled() -> None:
    conversation, first = running()
    conversation.stop()
    second = conversation.prompt("now this")
    assert len(conversation.effects_of(SendPrompt)) == 1

    conversation.agent_answers("cancelled")
    assert conversation.effects_of(SendPrompt)[-1].turn_id == second
    conversation.agent_answers("end_turn", turn=first)
    conversation.agent_answers("end_turn")

    assert conversation.endings() == {first: "cancelled", second: "completed"}


def test_c9_a_prompt_behind_a_stop_that_had_to_be_forced_goes_to_the_new_process() -> None:
    conversation, first = running()
    conversation.stop(timeout_ms=1_000)
    second = conversation.prompt("now this")
    conversation.wait(1_000)

    conversation.agent_is_gone()
    conversation.agent_answers("end_turn", turn=first, epoch=1)
    conversation.agent_starts()

    sent = conversation.effects_of(SendPrompt)[-1]
    assert (sent.turn_id, sent.epoch) == (second, 2)


def test_c10_an_answer_that_comes_while_the_process_is_killed_does_not_bring_it_back() -> None:
    conversation, first = running()
    conversation.stop(timeout_ms=1_000)
    second = conversation.prompt("now this")
    conversation.wait(1_000)

    conversation.agent_answers("cancelled", turn=first)

    assert conversation.ending(first).reason == "cancelledForced"
    assert conversation.ending(first).stop_reason == "cancelled"
    assert StartAgent(conversation.state.epoch) in conversation.effects
    conversation.agent_is_gone(epoch=1)
    conversation.agent_starts()
    assert conversation.effects_of(SendPrompt)[-1].turn_id == second


def test_c12_of_an_end_and_a_stop_in_the_same_tick_the_first_wins() -> None:
    ended_first, turn = running()
    ended_first.agent_answers()
    ended_first.stop()
    assert ended_first.endings() == {turn: "completed"}

    stopped_first, turn = running()
    stopped_first.stop()
    stopped_first.agent_answers()
    assert stopped_first.endings() == {turn: "cancelled"}


def test_c13_no_tool_call_is_left_open_by_a_stop_at_any_moment() -> None:
    conversation, turn = running()
    conversation.agent_calls_tool("a", "in_progress", created=True)
    conversation.stop()
    conversation.agent_calls_tool("b", "pending", created=True)
    conversation.agent_answers("cancelled")

    statuses = {
        event.tool_call.tool_call_id: event.tool_call.status
        for event in conversation.events_of(ToolCallChanged)
        if event.turn_id == turn
    }
    assert statuses == {"a": "cancelled", "b": "cancelled"}


def test_c15_after_a_cancel_that_worked_the_same_process_takes_the_next_prompt() -> None:
    conversation, _ = running()
    conversation.agent_says("What I had written")
    conversation.stop()
    conversation.agent_answers("cancelled")

    conversation.prompt()

    assert [start.epoch for start in conversation.effects_of(StartAgent)] == [1]
    assert [sent.epoch for sent in conversation.effects_of(SendPrompt)] == [1, 1]
    assert conversation.state.session.acp_session_id == "s1"


def test_what_a_stopped_agent_still_writes_is_kept_in_its_turn() -> None:
    conversation, turn = running()
    conversation.agent_says("Once upon")
    conversation.stop()

    conversation.agent_says(" a time")
    conversation.agent_answers("cancelled")

    assert conversation.text_of(turn) == "Once upon a time"


def test_interrupt_kills_after_its_grace() -> None:
    conversation, turn = running()
    conversation.interrupt(grace_ms=500)
    assert SendCancel(conversation.state.epoch) in conversation.effects

    conversation.wait(499)
    assert conversation.effects_of(KillAgent) == []
    conversation.wait(1)
    assert len(conversation.effects_of(KillAgent)) == 1
    conversation.agent_is_gone()

    assert conversation.ending(turn).reason == "interrupted"


def test_interrupt_of_an_agent_that_obeys_keeps_the_process() -> None:
    conversation, turn = running()
    conversation.interrupt()

    conversation.agent_answers("cancelled")

    assert conversation.ending(turn).reason == "interrupted"
    assert conversation.process() == "ready"
    conversation.wait(10_000)
    assert conversation.effects_of(KillAgent) == []


def test_interrupt_shortens_a_cancel_that_is_under_way() -> None:
    conversation, turn = running()
    conversation.stop(timeout_ms=60_000)
    conversation.interrupt(grace_ms=500)

    conversation.wait(500)
    conversation.agent_is_gone()

    assert len(conversation.effects_of(SendCancel)) == 1
    assert conversation.ending(turn).reason == "interrupted"


def test_nothing_that_comes_after_an_interrupt_gives_the_agent_more_time() -> None:
    conversation, turn = running()
    conversation.interrupt(grace_ms=500)

    conversation.stop(timeout_ms=60_000)
    conversation.pause()
    conversation.wait(500)

    assert len(conversation.effects_of(KillAgent)) == 1
    conversation.agent_is_gone()
    assert conversation.ending(turn).reason == "cancelledForced"
    assert conversation.status() == "paused"


def test_a_deadline_of_an_earlier_turn_does_not_hit_the_next() -> None:
    conversation, first = running()
    conversation.stop()
    conversation.agent_answers("cancelled")
    conversation.prompt()
    conversation.stop()

    conversation.put(CancelDeadlinePassed(first))

    assert conversation.effects_of(KillAgent) == []


def test_an_agent_that_crashes_over_a_cancel_has_still_been_cancelled() -> None:
    conversation, turn = running()
    conversation.stop()

    conversation.agent_crashes()

    ended = conversation.ending(turn)
    assert ended.reason == "cancelled"
    assert ended.error is not None
    assert conversation.process() == "crashed"


def test_a_crash_after_a_cancel_without_force_is_a_crash_not_a_kill() -> None:
    conversation, turn = running()
    conversation.stop(on_timeout="error")
    conversation.wait(5_000)

    conversation.agent_crashes()

    assert conversation.ending(turn).reason == "cancelled"
    assert conversation.process() == "crashed"
    assert "killed" not in rungs(conversation)


def test_p2_p12_stop_answers_open_permissions_before_the_agent_hears_of_it() -> None:
    conversation, turn = running(Policy(cancel_timeout_ms=1_000))
    asked = conversation.agent_asks()

    conversation.stop()

    answer = AnswerPermission(conversation.state.epoch, asked, {"outcome": "cancelled"})
    cancel = SendCancel(conversation.state.epoch)
    assert conversation.effects.index(answer) < conversation.effects.index(cancel)
    (resolved,) = conversation.events_of(PermissionResolved)
    assert resolved.by == "cancel"
    conversation.agent_answers("cancelled")
    assert conversation.ending(turn).reason == "cancelled"
    conversation.prompt()
    assert len(conversation.effects_of(SendPrompt)) == 2
