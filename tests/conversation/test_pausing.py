"""Pause ends the work for now; going on takes it up again."""

from easel_conversation.effects import KillAgent, SendCancel, SendPrompt, StartAgent, StopAgent
from easel_conversation.inputs import Warm
from easel_conversation.policy import Policy
from easel_testing.conversation_driver import Driver, running, warm


def test_pause_lets_an_idle_process_go() -> None:
    conversation = warm()

    conversation.pause()

    assert conversation.effects == (StopAgent(conversation.state.epoch),)
    assert (conversation.status(), conversation.process()) == ("paused", "none")


def test_pause_cancels_the_turn_first_and_then_lets_the_process_go() -> None:
    conversation, turn = running()
    conversation.pause()
    assert conversation.effects_of(SendCancel) == [SendCancel(conversation.state.epoch)]
    assert conversation.effects_of(StopAgent) == []

    conversation.agent_answers("cancelled")

    assert conversation.ending(turn).reason == "cancelled"
    assert conversation.effects_of(StopAgent) == [StopAgent(conversation.state.epoch)]
    assert conversation.status() == "paused"


def test_pause_gets_its_way_with_an_agent_that_ignores_it() -> None:
    conversation, turn = running(Policy(cancel_timeout_ms=2_000))
    conversation.pause()
    conversation.wait(2_000)
    assert len(conversation.effects_of(KillAgent)) == 1

    conversation.agent_is_gone()

    assert conversation.ending(turn).reason == "cancelledForced"
    assert conversation.status() == "paused"


def test_nothing_of_the_queue_goes_out_while_paused() -> None:
    conversation, _ = running()
    waiting = conversation.prompt()
    urgent = conversation.prompt(when_busy="interrupt")

    conversation.pause()
    conversation.agent_answers("cancelled")
    conversation.put(Warm())

    assert conversation.waiting() == [urgent, waiting]
    assert len(conversation.effects_of(StartAgent)) == 1
    assert conversation.status() == "paused"


def test_going_on_after_a_pause_brings_up_the_agent_and_what_waits() -> None:
    conversation, _ = running()
    waiting = conversation.prompt()
    conversation.pause()
    conversation.agent_answers("cancelled")

    conversation.run()
    conversation.agent_starts(restored="restored")

    assert conversation.effects_of(SendPrompt)[-1].turn_id == waiting


def test_going_on_without_anything_to_do_only_brings_up_the_agent() -> None:
    conversation = warm()
    conversation.pause()

    conversation.run()
    conversation.agent_starts(restored="restored")

    assert (conversation.status(), conversation.process()) == ("idle", "ready")


def test_a_prompt_ends_a_pause() -> None:
    conversation = warm()
    conversation.pause()

    turn = conversation.prompt()
    conversation.agent_starts(restored="restored")

    assert conversation.effects_of(SendPrompt)[-1].turn_id == turn


def test_a_prompt_that_comes_while_the_turn_is_stopped_for_a_pause_goes_on_instead() -> None:
    conversation, first = running()
    conversation.pause()

    second = conversation.prompt()
    conversation.agent_answers("cancelled")

    assert conversation.endings() == {first: "cancelled"}
    assert conversation.effects_of(SendPrompt)[-1].turn_id == second
    assert conversation.effects_of(StopAgent) == []


def test_going_on_while_the_turn_is_stopped_for_a_pause_keeps_the_process() -> None:
    conversation, first = running()
    conversation.pause()

    conversation.run()
    conversation.agent_answers("cancelled")

    assert conversation.endings() == {first: "cancelled"}
    assert (conversation.status(), conversation.process()) == ("idle", "ready")
    assert conversation.effects_of(StopAgent) == []


def test_pause_after_stop_still_pauses_and_stop_after_pause_does_not_undo_it() -> None:
    for first, then in ((Driver.stop, Driver.pause), (Driver.pause, Driver.stop)):
        conversation, _ = running()
        first(conversation)
        then(conversation)

        conversation.agent_answers("cancelled")

        assert conversation.status() == "paused"
        assert len(conversation.effects_of(SendCancel)) == 1


def test_interrupt_hurries_a_pause_up() -> None:
    conversation, _ = running(Policy(cancel_timeout_ms=60_000))
    conversation.pause()

    conversation.interrupt(grace_ms=100)
    conversation.wait(100)
    conversation.agent_is_gone()

    assert conversation.status() == "paused"
