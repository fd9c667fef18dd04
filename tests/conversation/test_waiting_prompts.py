"""The queue: what goes out by itself, what is held, and what people do with it (S12)."""

import pytest

from easel_conversation.effects import SendCancel, SendPrompt, StartAgent
from easel_conversation.errors import NoSuchQueuedPrompt, QueueFull
from easel_conversation.events import PromptQueued
from easel_conversation.inputs import DropQueued, EditQueued, ReorderQueue
from easel_conversation.policy import Policy
from easel_testing.conversation_driver import Driver, running, text


def sent(conversation: Driver) -> list[str]:
    return [effect.turn_id for effect in conversation.effects_of(SendPrompt)]


def test_prompts_go_out_one_after_the_other_in_their_order() -> None:
    conversation, first = running()
    second, third = conversation.prompt(), conversation.prompt()

    conversation.agent_answers()
    conversation.agent_answers()
    conversation.agent_answers()

    assert sent(conversation) == [first, second, third]
    assert set(conversation.endings().values()) == {"completed"}


@pytest.mark.parametrize("ending", ["cancelled", "failed", "crashed"])
def test_s12_after_a_turn_that_did_not_end_well_the_queue_waits_for_a_person(ending: str) -> None:
    conversation, first = running()
    waiting = conversation.prompt()
    if ending == "cancelled":
        conversation.stop()
        conversation.agent_answers("cancelled")
    elif ending == "failed":
        conversation.agent_refuses()
    else:
        conversation.agent_crashes()

    conversation.wait(600_000)
    assert conversation.endings() == {first: ending}
    assert conversation.waiting() == [waiting]
    assert conversation.state.queue_parked

    conversation.run()
    if ending == "crashed":
        conversation.agent_starts()
    assert sent(conversation) == [first, waiting]


def test_s12_a_prompt_after_the_stop_overtakes_what_is_parked_and_does_not_free_it() -> None:
    conversation, first = running()
    parked = conversation.prompt()
    conversation.stop()
    conversation.agent_answers("cancelled")

    now = conversation.prompt()
    behind = conversation.prompt()
    conversation.agent_answers()
    conversation.agent_answers()

    assert sent(conversation) == [first, now, behind]
    assert conversation.waiting() == [parked]


def test_s12_a_prompt_sent_while_the_stop_is_under_way_goes_next() -> None:
    conversation, first = running()
    parked = conversation.prompt()
    conversation.stop()
    now = conversation.prompt()

    conversation.agent_answers("cancelled")
    conversation.agent_answers()

    assert sent(conversation) == [first, now]
    assert conversation.waiting() == [parked]


def test_two_prompts_sent_during_a_stop_go_out_in_their_order() -> None:
    conversation, first = running()
    conversation.stop()
    second, third = conversation.prompt(), conversation.prompt()

    conversation.agent_answers("cancelled")
    conversation.agent_answers()

    assert sent(conversation) == [first, second, third]


def test_a_stop_of_the_second_holds_the_third() -> None:
    conversation, first = running()
    conversation.stop()
    second, third = conversation.prompt(), conversation.prompt()
    conversation.agent_answers("cancelled")

    conversation.stop()
    conversation.agent_answers("cancelled")

    assert sent(conversation) == [first, second]
    assert conversation.waiting() == [third]


def test_saying_run_during_a_stop_lets_the_queue_go_on_after_it() -> None:
    conversation, first = running()
    second = conversation.prompt()
    conversation.stop()

    conversation.run()
    conversation.agent_answers("cancelled")

    assert sent(conversation) == [first, second]


def test_saying_run_during_a_turn_frees_what_is_parked_for_after_it() -> None:
    conversation, first = running()
    parked = conversation.prompt()
    conversation.stop()
    conversation.agent_answers("cancelled")
    now = conversation.prompt()

    conversation.run()
    conversation.agent_answers()

    assert sent(conversation) == [first, now, parked]


def test_a_stored_prompt_waits_for_run_also_when_the_agent_is_idle() -> None:
    conversation = Driver()
    stored = conversation.prompt(run=False)
    assert conversation.effects_of(StartAgent) == []
    assert conversation.status() == "idle"

    conversation.run()
    conversation.agent_starts()

    assert sent(conversation) == [stored]


def test_a_stored_prompt_does_not_go_out_behind_a_turn() -> None:
    conversation, first = running()
    stored = conversation.prompt(run=False)

    conversation.agent_answers()

    assert sent(conversation) == [first]
    assert conversation.waiting() == [stored]


def test_when_busy_interrupt_stops_the_turn_and_goes_on_with_the_new_prompt() -> None:
    conversation, first = running()
    waiting = conversation.prompt()

    urgent = conversation.prompt(when_busy="interrupt")
    assert SendCancel(conversation.state.epoch) in conversation.effects
    conversation.agent_answers("cancelled")

    assert sent(conversation) == [first, urgent]
    assert conversation.waiting() == [waiting]


def test_when_busy_interrupt_twice_is_one_cancel_and_loses_neither() -> None:
    conversation, first = running()

    second = conversation.prompt(when_busy="interrupt")
    third = conversation.prompt(when_busy="interrupt")
    conversation.agent_answers("cancelled")
    conversation.agent_answers()

    assert len(conversation.effects_of(SendCancel)) == 1
    assert sent(conversation) == [first, second, third]


def test_when_busy_interrupt_is_not_kept_by_a_cancel_that_would_only_wait() -> None:
    conversation, _ = running()
    conversation.stop(timeout_ms=1_000, on_timeout="error")
    conversation.wait(1_000)

    urgent = conversation.prompt(when_busy="interrupt")
    conversation.wait(0)
    conversation.agent_is_gone()
    conversation.agent_starts()

    assert sent(conversation)[-1] == urgent


def test_when_busy_interrupt_while_the_agent_starts_replaces_what_it_has_not_heard() -> None:
    conversation = Driver()
    first = conversation.prompt()
    second = conversation.prompt(when_busy="interrupt")

    conversation.agent_starts()

    assert conversation.endings() == {first: "cancelled"}
    assert sent(conversation) == [second]
    assert len(conversation.effects_of(StartAgent)) == 1


def test_when_busy_interrupt_survives_an_agent_that_crashes_over_it() -> None:
    conversation, first = running()
    urgent = conversation.prompt(when_busy="interrupt")

    conversation.agent_crashes()
    conversation.agent_starts(restored="restored")

    assert conversation.endings() == {first: "cancelled"}
    assert sent(conversation) == [first, urgent]


def test_a_waiting_prompt_can_be_edited_in_its_place() -> None:
    conversation, _ = running()
    second, third = conversation.prompt("two"), conversation.prompt("three")

    conversation.put(EditQueued(second, text("two, but better")))
    conversation.agent_answers()

    assert conversation.effects_of(SendPrompt)[-1].content == text("two, but better")
    assert conversation.waiting() == [third]


def test_editing_a_parked_prompt_does_not_free_it() -> None:
    conversation = Driver()
    stored = conversation.prompt(run=False)

    conversation.put(EditQueued(stored, text("better")))

    assert conversation.events_of(PromptQueued)[-1].held


def test_what_is_on_its_way_can_be_changed_no_more() -> None:
    conversation, first = running()
    second = conversation.prompt()
    conversation.agent_answers()

    for gone in (first, second):
        with pytest.raises(NoSuchQueuedPrompt):
            conversation.put(EditQueued(gone, text("too late")))
        with pytest.raises(NoSuchQueuedPrompt):
            conversation.put(DropQueued(gone))


def test_waiting_prompts_can_be_put_into_another_order_and_dropped() -> None:
    conversation, first = running()
    a, b, c = conversation.prompt(), conversation.prompt(), conversation.prompt()

    conversation.put(ReorderQueue((c, a)))
    assert conversation.waiting() == [c, a, b]
    conversation.put(DropQueued(a))
    conversation.agent_answers()
    conversation.agent_answers()

    assert sent(conversation) == [first, c, b]


def test_an_order_that_names_a_prompt_twice_or_not_at_all_keeps_every_prompt() -> None:
    conversation, _ = running()
    a, b, c = conversation.prompt(), conversation.prompt(), conversation.prompt()

    conversation.put(ReorderQueue((b, b)))

    assert conversation.waiting() == [b, a, c]


def test_a_full_queue_refuses_and_changes_nothing() -> None:
    conversation, _ = running(Policy(max_queued_prompts=1))
    conversation.agent_asks()
    conversation.prompt()
    before = conversation.state

    with pytest.raises(QueueFull):
        conversation.prompt()

    assert conversation.state == before
