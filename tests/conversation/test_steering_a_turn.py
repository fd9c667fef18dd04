"""`whenBusy: "steer"`: a message into the running turn, which is never lost and never doubled."""

import pytest

from easel_conversation.effects import SendPrompt, SteerPrompt
from easel_conversation.errors import NoSuchQueuedPrompt
from easel_conversation.events import PromptSteered
from easel_conversation.inputs import DropQueued
from easel_conversation.values import SteerOutcome
from easel_testing.conversation_driver import Driver, running


@pytest.mark.parametrize("outcome", ["injected", "startedNewTurn"])
def test_a_message_that_the_agent_took_is_part_of_its_turn(outcome: SteerOutcome) -> None:
    conversation, turn = running()
    message = conversation.prompt("Use uv", when_busy="steer")
    (steer,) = conversation.effects_of(SteerPrompt)
    assert steer.turn_id == message

    conversation.agent_is_steered(message, outcome)
    conversation.agent_answers()

    (steered,) = conversation.events_of(PromptSteered)
    assert (steered.turn_id, steered.steered) == (turn, message)
    assert conversation.waiting() == []
    assert len(conversation.effects_of(SendPrompt)) == 1


@pytest.mark.parametrize("outcome", ["promptRequired", "failed"])
def test_a_message_that_the_agent_did_not_take_is_the_next_prompt(outcome: SteerOutcome) -> None:
    conversation, _ = running()
    waiting = conversation.prompt("later")
    message = conversation.prompt("Use uv", when_busy="steer")

    conversation.agent_is_steered(message, outcome)
    conversation.agent_answers()

    assert conversation.effects_of(SendPrompt)[-1].turn_id == message
    assert conversation.waiting() == [waiting]


def test_a_turn_that_ends_first_does_not_send_the_message_a_second_time() -> None:
    conversation, turn = running()
    message = conversation.prompt("Use uv", when_busy="steer")
    conversation.agent_answers()
    assert len(conversation.effects_of(SendPrompt)) == 1

    conversation.agent_is_steered(message, "injected")

    assert [event.turn_id for event in conversation.events_of(PromptSteered)] == [turn]
    assert len(conversation.effects_of(SendPrompt)) == 1


def test_a_message_that_came_too_late_for_the_turn_starts_one() -> None:
    conversation, _ = running()
    message = conversation.prompt("Use uv", when_busy="steer")
    conversation.agent_answers()

    conversation.agent_is_steered(message, "promptRequired")

    assert conversation.effects_of(SendPrompt)[-1].turn_id == message


def test_after_a_crash_a_person_decides_whether_the_message_goes_out_again() -> None:
    conversation, _ = running()
    message = conversation.prompt("Use uv", when_busy="steer")

    conversation.agent_crashes()
    assert conversation.waiting() == [message]
    conversation.run()
    conversation.agent_starts()

    assert conversation.effects_of(SendPrompt)[-1].turn_id == message


def test_a_stop_parks_the_message_with_the_queue() -> None:
    conversation, _ = running()
    message = conversation.prompt("Use uv", when_busy="steer")
    conversation.stop()
    conversation.agent_answers("cancelled")

    conversation.agent_is_steered(message, "failed")

    assert conversation.waiting() == [message]
    assert conversation.state.queue_parked
    assert conversation.status() == "idle"


def test_what_the_agent_has_in_hand_cannot_be_dropped() -> None:
    conversation, _ = running()
    message = conversation.prompt("Use uv", when_busy="steer")

    with pytest.raises(NoSuchQueuedPrompt):
        conversation.put(DropQueued(message))


def test_without_a_running_turn_it_is_an_ordinary_prompt() -> None:
    conversation = Driver()
    first = conversation.prompt(when_busy="steer")
    second = conversation.prompt(when_busy="steer")

    conversation.agent_starts()
    conversation.agent_answers()

    assert [e.turn_id for e in conversation.effects_of(SendPrompt)] == [first, second]
    assert conversation.effects_of(SteerPrompt) == []
