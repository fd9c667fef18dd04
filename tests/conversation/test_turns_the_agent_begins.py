"""T9: an agent may begin to work by itself. It is shown, can be stopped, and never looks stuck."""

import pytest

from easel_conversation.effects import KillAgent, SendCancel, SendPrompt, StopAgent
from easel_conversation.errors import TurnInProgress
from easel_conversation.events import TurnStarted
from easel_conversation.ids import TurnId
from easel_conversation.inputs import Evict
from easel_testing.conversation_driver import Driver, warm


def unprompted() -> tuple[Driver, TurnId]:
    """The agent has begun to talk by itself."""
    conversation = warm()
    conversation.agent_says("The background job is done.")
    assert conversation.state.turn is not None
    assert conversation.state.turn.origin == "agent"
    return conversation, conversation.state.turn.id


def test_t9_output_without_a_prompt_opens_a_turn_that_closes_when_it_is_quiet() -> None:
    conversation, turn = unprompted()
    assert conversation.status() == "running"
    conversation.wait(4_000)
    conversation.agent_says(" All of it.")
    conversation.wait(4_000)
    assert turn not in conversation.endings()

    conversation.wait(4_000)

    assert conversation.ending(turn).reason == "completed"
    assert conversation.text_of(turn) == "The background job is done. All of it."
    assert conversation.status() == "idle"


def test_t9_it_stays_open_while_its_tool_runs_or_someone_is_asked() -> None:
    conversation, turn = unprompted()
    conversation.agent_calls_tool("tool", "in_progress", created=True)
    conversation.wait(3_600_000)
    asked = conversation.agent_asks("tool")
    conversation.agent_calls_tool("tool", "completed")
    conversation.wait(3_600_000)
    assert turn not in conversation.endings()

    conversation.answer_permission(asked, "yes")
    conversation.wait(10_000)

    assert conversation.ending(turn).reason == "completed"


def test_a_prompt_does_not_wait_for_it() -> None:
    conversation, begun = unprompted()

    prompted = conversation.prompt()

    assert conversation.ending(begun).reason == "completed"
    assert conversation.effects_of(SendPrompt)[-1].turn_id == prompted


def test_w26_a_prompt_waits_while_tools_of_the_background_run() -> None:
    conversation, begun = unprompted()
    conversation.agent_calls_tool("tool", "in_progress", created=True)

    prompted = conversation.prompt()
    behind = conversation.prompt(when_busy="steer")
    conversation.wait(3_600_000)
    assert begun not in conversation.endings()
    assert conversation.waiting() == [prompted, behind]
    conversation.agent_calls_tool("tool", "completed")
    conversation.wait(10_000)

    assert conversation.tool_statuses(begun) == ["in_progress", "completed"]
    assert conversation.ending(begun).reason == "completed"
    assert conversation.effects_of(SendPrompt)[-1].turn_id == prompted
    assert conversation.waiting() == [behind]


def test_w26_a_prompt_does_not_overtake_the_one_that_waits_for_the_background() -> None:
    conversation, _ = unprompted()
    conversation.agent_calls_tool("tool", "in_progress", created=True)
    first = conversation.prompt()
    conversation.agent_calls_tool("tool", "completed")

    second = conversation.prompt()
    conversation.wait(10_000)

    assert conversation.effects_of(SendPrompt)[-1].turn_id == first
    assert conversation.waiting() == [second]


def test_w26_whoever_does_not_want_to_wait_is_told_that_the_background_works() -> None:
    conversation, begun = unprompted()
    conversation.agent_calls_tool("tool", "in_progress", created=True)

    with pytest.raises(TurnInProgress) as refused:
        conversation.prompt(when_busy="reject")

    assert refused.value.turn_id == begun


def test_w26_a_prompt_that_interrupts_stops_the_background_and_says_so() -> None:
    conversation, begun = unprompted()
    conversation.agent_calls_tool("tool", "in_progress", created=True)

    prompted = conversation.prompt(when_busy="interrupt")
    assert conversation.tool_statuses(begun)[-1] == "cancelled"
    conversation.wait(conversation.policy.cancel_timeout_ms)

    assert conversation.ending(begun).reason == "cancelled"
    assert conversation.effects_of(SendPrompt)[-1].turn_id == prompted


def test_w16_it_is_not_evicted() -> None:
    conversation, _ = unprompted()

    conversation.put(Evict())

    assert conversation.effects_of(StopAgent) == []


def test_stop_never_sends_a_cancel_that_could_hit_the_next_turn() -> None:
    conversation, begun = unprompted()
    conversation.stop(timeout_ms=2_000)
    assert conversation.status() == "cancelling"

    conversation.wait(2_000)

    assert conversation.effects_of(SendCancel) == []
    assert conversation.effects_of(KillAgent) == []
    assert conversation.ending(begun).reason == "cancelled"


def test_stop_kills_an_agent_that_goes_on_by_itself() -> None:
    conversation, begun = unprompted()
    conversation.stop(timeout_ms=2_000)
    conversation.wait(1_000)
    conversation.agent_says("And another thing!")

    conversation.wait(1_000)
    conversation.agent_is_gone()

    assert conversation.effects_of(SendCancel) == []
    assert conversation.ending(begun).reason == "cancelledForced"
    assert conversation.process() == "none"


def test_stop_without_force_leaves_it_until_it_is_quiet() -> None:
    conversation, begun = unprompted()
    conversation.stop(timeout_ms=1_000, on_timeout="error")
    conversation.wait(500)
    conversation.agent_says("And another thing!")

    conversation.wait(500)
    assert begun not in conversation.endings()
    conversation.wait(20_000)

    assert conversation.effects_of(KillAgent) == []
    assert conversation.ending(begun).reason == "cancelled"


def test_interrupt_really_stops_it() -> None:
    conversation, begun = unprompted()

    conversation.interrupt()
    conversation.wait(0)
    assert conversation.effects_of(KillAgent) == [KillAgent(conversation.state.epoch)]
    conversation.agent_is_gone()

    assert conversation.ending(begun).reason == "interrupted"


def test_a_prompt_behind_an_interrupt_of_it_goes_to_the_next_process() -> None:
    conversation, _ = unprompted()
    conversation.interrupt()
    prompted = conversation.prompt()
    conversation.wait(0)
    assert len(conversation.effects_of(SendPrompt)) == 1

    conversation.agent_is_gone()
    conversation.agent_starts()

    sent = conversation.effects_of(SendPrompt)[-1]
    assert (sent.turn_id, sent.epoch) == (prompted, 2)


def test_pause_ends_it_and_lets_the_process_go() -> None:
    conversation, begun = unprompted()

    conversation.pause()

    assert conversation.ending(begun).reason == "cancelled"
    assert conversation.effects_of(StopAgent) == [StopAgent(conversation.state.epoch)]
    assert conversation.status() == "paused"


@pytest.mark.parametrize("how", ["evicted", "paused", "crashed"])
def test_what_a_process_says_on_its_way_out_opens_no_turn(how: str) -> None:
    conversation = warm()
    if how == "evicted":
        conversation.put(Evict())
    elif how == "paused":
        conversation.pause()
    else:
        conversation.agent_crashes()
    turns = len(conversation.events_of(TurnStarted))

    conversation.agent_says("bye")
    conversation.agent_calls_tool("tool", "in_progress", created=True)

    assert len(conversation.events_of(TurnStarted)) == turns
    assert conversation.state.turn is None
