"""The agent's process comes and goes: the rows W of the scenarios, as decisions."""

import pytest

from easel_conversation.effects import SendPrompt, StartAgent, StopAgent
from easel_conversation.errors import AgentParked
from easel_conversation.events import SessionLoadFailed, SessionRestored
from easel_conversation.ids import AcpSessionId, Epoch
from easel_conversation.inputs import (
    AgentExited,
    AgentOutdated,
    AgentReady,
    Evict,
    PromptFailed,
    SessionMetadata,
    Warm,
)
from easel_conversation.values import ErrorInfo, ParkedCause, SessionLoadError
from easel_testing.conversation_driver import Driver, running, warm

LIMITED = ErrorInfo(kind="agentError", message="slow down", data={"cause": "rateLimited"})


def starts(conversation: Driver) -> list[int]:
    return [start.epoch for start in conversation.effects_of(StartAgent)]


def crash(conversation: Driver, times: int) -> None:
    """Have the agent die in a turn, again and again."""
    for _ in range(times):
        conversation.prompt()
        conversation.agent_starts()
        conversation.agent_crashes()


def test_w1_whoever_wants_the_agent_while_it_starts_shares_one_start() -> None:
    conversation = Driver()

    conversation.put(Warm())
    conversation.prompt()
    conversation.prompt()
    conversation.run()

    assert starts(conversation) == [1]


def test_w2_a_start_that_failed_fails_its_turn_and_can_be_tried_again() -> None:
    conversation = Driver()
    turn = conversation.prompt()

    conversation.agent_fails_to_start()
    assert conversation.ending(turn).reason == "failed"
    assert conversation.process() == "none"

    conversation.prompt()
    assert starts(conversation) == [1, 2]


def test_w8_nothing_of_an_old_process_does_anything_to_the_new_one() -> None:
    conversation, _ = running()
    conversation.agent_crashes()
    turn = conversation.prompt()
    conversation.agent_starts()

    conversation.agent_crashes(epoch=1)
    conversation.agent_starts(epoch=1)
    conversation.agent_answers("end_turn", epoch=1, turn=turn)

    assert conversation.process() == "busy"
    assert turn not in conversation.endings()


def test_w9_a_process_that_we_ended_has_not_crashed() -> None:
    conversation, turn = running()

    conversation.agent_is_gone()

    assert conversation.ending(turn).reason == "interrupted"
    assert conversation.process() == "none"
    assert conversation.state.crashes_ms == ()


def test_w9_the_exit_that_we_wanted_is_no_crash_whatever_it_looks_like() -> None:
    conversation = warm()
    conversation.put(Evict())

    conversation.agent_crashes()

    assert conversation.events == ()
    assert conversation.process() == "none"


def test_x4_tools_of_a_process_that_we_ended_in_a_turn_are_interrupted() -> None:
    conversation, turn = running()
    conversation.agent_calls_tool("tool", "in_progress", created=True)

    conversation.agent_is_gone()

    assert conversation.tool_statuses(turn) == ["in_progress", "interrupted"]


def test_w10_a_crash_in_a_turn_is_not_covered_up_by_idleness() -> None:
    conversation, turn = running()

    conversation.agent_crashes()

    assert conversation.ending(turn).reason == "crashed"
    assert conversation.process() == "crashed"
    assert conversation.status() == "error"


def test_w11_after_a_crash_while_idle_the_next_prompt_starts_the_agent_again() -> None:
    conversation = warm()
    conversation.agent_crashes()

    turn = conversation.prompt()
    conversation.agent_starts(restored="restored")

    assert starts(conversation) == [1, 2]
    assert conversation.effects_of(SendPrompt)[-1].turn_id == turn


def test_w12_the_fourth_crash_in_a_minute_parks_the_agent_until_a_person_says_so() -> None:
    conversation = Driver()
    crash(conversation, 3)
    assert conversation.process() == "crashed"

    crash(conversation, 1)

    assert conversation.process() == "parked"
    assert conversation.state.parked_cause == "crashLoop"
    with pytest.raises(AgentParked):
        conversation.prompt()
    conversation.put(Warm())
    assert starts(conversation) == [1, 2, 3, 4]
    conversation.run()
    assert starts(conversation) == [1, 2, 3, 4, 5]


def test_w12_after_a_resume_the_budget_is_whole_again() -> None:
    conversation = Driver()
    crash(conversation, 4)
    conversation.run()
    conversation.agent_starts()

    crash(conversation, 1)

    assert conversation.process() == "crashed"


def test_w12_crashes_that_lie_apart_do_not_park() -> None:
    conversation = Driver()

    for _ in range(8):
        crash(conversation, 1)
        conversation.wait(25_000)

    assert conversation.process() == "crashed"


def test_w12_pausing_a_parked_agent_does_not_free_it() -> None:
    conversation = Driver()
    crash(conversation, 4)

    conversation.pause()

    assert (conversation.status(), conversation.process()) == ("paused", "parked")
    with pytest.raises(AgentParked):
        conversation.prompt()


@pytest.mark.parametrize("cause", ["agentUnavailable", "authRequired"])
def test_w13_what_a_person_must_mend_is_no_crash_and_is_tried_again_when_asked(
    cause: ParkedCause,
) -> None:
    conversation = Driver()
    turn = conversation.prompt()

    conversation.agent_fails_to_start(cause, parked=cause)
    assert conversation.ending(turn).reason == "failed"
    assert (conversation.process(), conversation.state.parked_cause) == ("parked", cause)
    conversation.wait(600_000)
    assert starts(conversation) == [1]

    conversation.prompt()
    assert starts(conversation) == [1, 2]


def test_w13_a_rate_limit_is_no_crash_however_often_it_ends_the_process() -> None:
    conversation = Driver()
    for _ in range(5):
        turn = conversation.prompt()
        conversation.agent_starts()

        conversation.put(AgentExited(conversation.state.epoch, deliberate=False, error=LIMITED))

        assert conversation.ending(turn).reason == "failed"
        assert conversation.process() == "none"
    assert conversation.state.crashes_ms == ()


def test_w13_a_prompt_that_wants_a_login_lets_its_process_go_and_holds_what_waits() -> None:
    conversation, turn = running()
    waiting = conversation.prompt()
    error = ErrorInfo(kind="authRequired", message="log in")

    conversation.put(PromptFailed(conversation.state.epoch, turn, error, "authRequired"))

    assert conversation.ending(turn).reason == "failed"
    assert conversation.waiting() == [waiting]
    assert conversation.effects_of(StopAgent) == [StopAgent(conversation.state.epoch)]
    assert conversation.state.parked_cause == "authRequired"
    conversation.run()
    assert starts(conversation) == [1, 2]


def test_w14_w15_a_lost_session_is_said_with_its_reason() -> None:
    conversation = warm()
    conversation.agent_crashes()
    conversation.prompt()
    error = SessionLoadError(kind="notFound", message="gone", acp_session_id=AcpSessionId("s1"))

    conversation.put(
        AgentReady(
            conversation.state.epoch,
            AcpSessionId("s2"),
            agent_name="test",
            agent_version="1",
            metadata=SessionMetadata(),
            restored="fresh",
            load_error=error,
        )
    )

    (failure,) = conversation.events_of(SessionLoadFailed)
    assert (failure.previous_session_id, failure.new_session_id) == ("s1", "s2")
    assert failure.error == error
    assert [event.outcome for event in conversation.events_of(SessionRestored)] == ["fresh"]
    assert conversation.state.memory == "lost"


def test_w16_only_an_idle_process_is_evicted() -> None:
    conversation, _ = running()
    conversation.put(Evict())
    conversation.agent_asks()
    conversation.put(Evict())
    assert conversation.effects_of(StopAgent) == []

    conversation.stop()
    conversation.agent_answers("cancelled")
    conversation.put(Evict())
    assert len(conversation.effects_of(StopAgent)) == 1
    assert conversation.process() == "none"


def test_w17_a_prompt_that_meets_an_eviction_is_served_by_a_new_process() -> None:
    conversation = warm()
    conversation.put(Evict())

    turn = conversation.prompt()
    conversation.agent_is_gone(epoch=1)
    conversation.agent_starts()

    sent = conversation.effects_of(SendPrompt)[-1]
    assert (sent.turn_id, sent.epoch) == (turn, 2)


def outdate(conversation: Driver) -> None:
    conversation.put(AgentOutdated(conversation.state.epoch))


def test_w23_an_outdated_process_that_is_idle_is_let_go_at_once() -> None:
    conversation = warm()

    outdate(conversation)

    assert conversation.effects == (StopAgent(conversation.state.epoch),)
    assert conversation.process() == "none"


def test_w23_what_waits_goes_to_another_process_than_the_outdated_one() -> None:
    conversation, first = running()
    waiting = conversation.prompt()

    outdate(conversation)
    assert conversation.process() == "busy"
    conversation.agent_answers()

    assert conversation.ending(first).reason == "completed"
    assert conversation.effects_of(StopAgent) == [StopAgent(Epoch(1))]
    assert starts(conversation) == [1, 2]
    conversation.agent_starts(restored="restored")
    assert [(s.epoch, s.turn_id) for s in conversation.effects_of(SendPrompt)] == [
        (1, first),
        (2, waiting),
    ]


def test_w23_a_process_that_is_outdated_while_it_starts_gets_no_prompt() -> None:
    conversation = Driver()
    turn = conversation.prompt()
    outdate(conversation)

    conversation.agent_starts()
    assert conversation.effects_of(SendPrompt) == []
    conversation.agent_starts()

    assert [(s.epoch, s.turn_id) for s in conversation.effects_of(SendPrompt)] == [(2, turn)]
    assert not conversation.state.outdated


def test_w23_a_turn_that_nothing_waits_behind_lets_its_outdated_process_go() -> None:
    conversation, _ = running()
    outdate(conversation)

    conversation.agent_answers()

    assert conversation.process() == "none"
    assert conversation.effects_of(StopAgent) == [StopAgent(conversation.state.epoch)]


def test_w23_being_outdated_is_of_the_present_process_only() -> None:
    conversation, _ = running()
    conversation.agent_crashes()
    conversation.prompt()
    conversation.agent_starts()

    conversation.put(AgentOutdated(Epoch(1)))

    assert conversation.events == ()
    assert not conversation.state.outdated


def test_w25_pausing_while_the_agent_starts_cancels_the_start() -> None:
    conversation = Driver()
    turn = conversation.prompt()

    conversation.pause()
    assert conversation.effects_of(StopAgent) == [StopAgent(conversation.state.epoch)]
    conversation.agent_starts()

    assert conversation.ending(turn).reason == "cancelled"
    assert (conversation.status(), conversation.process()) == ("paused", "none")
    assert conversation.effects_of(SendPrompt) == []


def test_w22_one_failure_that_is_reported_many_times_counts_once() -> None:
    conversation, turn = running()

    for _ in range(10):
        conversation.agent_crashes(epoch=1)

    assert conversation.ending(turn).reason == "crashed"
    assert len(conversation.state.crashes_ms) == 1
    assert conversation.process() == "crashed"


def test_w23_what_the_agent_says_of_its_mode_is_what_is_shown() -> None:
    conversation = Driver()
    conversation.prompt()
    modes = {"currentModeId": "ask", "availableModes": [{"id": "ask"}, {"id": "code"}]}
    conversation.put(
        AgentReady(
            conversation.state.epoch,
            AcpSessionId("s1"),
            "test",
            "1",
            SessionMetadata(modes=modes),
            restored=None,
        )
    )

    conversation.agent_updates(SessionMetadata(current_mode_id="code"))
    assert conversation.state.session.modes == {**modes, "currentModeId": "code"}
    conversation.agent_updates(SessionMetadata(current_mode_id="code"))
    assert conversation.events == ()


def test_going_on_after_a_failure_leaves_the_failure_behind() -> None:
    conversation, _ = running()
    conversation.agent_crashes()

    conversation.run()
    conversation.agent_starts(restored="restored")

    assert (conversation.status(), conversation.process()) == ("idle", "ready")
