"""Easel ends without a word, comes back with its log, and does nothing that nobody asked for."""

import msgspec

from easel_conversation.decide import decide
from easel_conversation.effects import SendPrompt, StartAgent
from easel_conversation.events import Event, TurnEnded
from easel_conversation.fold import fold
from easel_conversation.inputs import Recover
from easel_conversation.policy import Policy
from easel_testing.conversation_driver import Driver, new_conversation, running, warm


def eventful() -> Driver:
    """A conversation in the midst of everything."""
    conversation, _ = running()
    conversation.agent_says("Let me see")
    conversation.agent_calls_tool("tool", "in_progress", created=True)
    conversation.prompt("wait for me")
    conversation.prompt("steer", when_busy="steer")
    conversation.agent_asks("tool")
    conversation.agent_elicits()
    conversation.prompt("hurry", when_busy="interrupt")
    conversation.wait(5_000)
    conversation.agent_is_gone()
    conversation.agent_starts(restored="fresh", session="s2")
    conversation.agent_crashes()
    conversation.prompt("again")
    conversation.pause()
    conversation.run()
    conversation.agent_starts()
    conversation.agent_says("Yes")
    return conversation


def test_a_turn_that_ran_is_orphaned_and_its_text_is_kept() -> None:
    conversation, turn = running()
    conversation.agent_says("half an ans")

    conversation.restart()

    ended = conversation.ending(turn)
    assert (ended.reason, ended.error and ended.error.kind) == ("orphaned", "orphaned")
    assert conversation.text_of(turn) == "half an ans"
    assert (conversation.status(), conversation.process()) == ("error", "none")


def test_what_hung_on_the_turn_is_closed_before_it() -> None:
    conversation, turn = running()
    conversation.agent_asks("tool")
    conversation.agent_elicits()

    conversation.restart()

    kinds = [type(event).__name__ for event in conversation.events]
    ended = kinds.index("TurnEnded")
    closed = ("PermissionResolved", "ElicitationResolved", "ToolCallChanged")
    assert all(kinds.index(kind) < ended for kind in closed)
    assert conversation.tool_statuses(turn)[-1] == "interrupted"


def test_nothing_is_sent_again_unasked() -> None:
    conversation, _ = running()
    waiting = conversation.prompt()
    sent = len(conversation.effects_of(SendPrompt))

    conversation.restart()
    conversation.wait(600_000)

    assert len(conversation.effects_of(SendPrompt)) == sent
    assert conversation.waiting() == [waiting]
    conversation.run()
    conversation.agent_starts(restored="restored")
    assert conversation.effects_of(SendPrompt)[-1].turn_id == waiting


def test_the_next_process_is_of_a_new_epoch() -> None:
    conversation = warm()

    conversation.restart()
    conversation.prompt()

    assert conversation.effects_of(StartAgent)[-1].epoch == 2


def test_a_conversation_at_rest_is_as_it_was() -> None:
    conversation = warm()
    conversation.pause()

    conversation.restart()

    assert conversation.events == ()
    assert conversation.status() == "paused"


def test_the_agents_session_is_known() -> None:
    conversation, _ = running()
    conversation.agent_answers()

    conversation.restart()

    assert conversation.state.session.acp_session_id == "s1"


def test_whichever_event_was_the_last_on_the_disk_it_comes_back_in_order() -> None:
    log = eventful().rules.log
    for end in range(len(log) + 1):
        state = new_conversation()
        for line in log[:end]:
            state = fold(state, msgspec.json.decode(line, type=Event))

        decision = decide(state, Recover(), state.heard_at_ms, Policy())

        assert decision.effects == ()
        assert decision.state.turn is None
        assert decision.state.process == "none"
        assert all(queued.held for queued in decision.state.queue)
        assert decision.state.reported_status == decision.state.execution_status
        ends = [event for event in decision.events if isinstance(event, TurnEnded)]
        assert [event.reason for event in ends] == ["orphaned"] * (state.turn is not None)
