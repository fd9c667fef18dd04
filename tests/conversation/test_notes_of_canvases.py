"""What people did in canvases goes to the agent with the next prompt, once."""

from easel_conversation.canvas_notes import MOST, URI
from easel_conversation.effects import SendPrompt
from easel_conversation.ids import TurnId
from easel_conversation.inputs import CanvasNoted, CanvasNoteWithdrawn
from easel_testing.conversation_driver import Driver, running, warm


def told(conversation: Driver, turn: TurnId) -> str:
    """What the agent reads of canvases with a prompt."""
    (sent,) = [one for one in conversation.effects_of(SendPrompt) if one.turn_id == turn]
    return "\n".join(
        block["resource"]["text"]
        for block in sent.content
        if block["type"] == "resource" and block["resource"]["uri"] == URI
    )


def test_a_note_goes_with_the_next_prompt_and_with_no_other() -> None:
    conversation = warm()
    conversation.put(CanvasNoted("Ada was chosen."))
    conversation.put(CanvasNoted("The form was sent."))

    first = conversation.prompt()
    conversation.agent_answers()
    second = conversation.prompt()

    assert "Ada was chosen.\n\nThe form was sent." in told(conversation, first)
    assert told(conversation, second) == ""


def test_a_note_goes_with_a_prompt_that_waited_when_it_came() -> None:
    conversation, first = running()
    second = conversation.prompt()
    conversation.put(CanvasNoted("Ada was chosen."))
    conversation.agent_answers()

    assert told(conversation, first) == ""
    assert "Ada was chosen." in told(conversation, second)


def test_a_note_waits_for_the_prompt_after_a_slash_command() -> None:
    conversation = warm()
    conversation.put(CanvasNoted("Ada was chosen."))
    command = conversation.prompt("/compact")
    conversation.agent_answers()
    prompt = conversation.prompt()

    assert told(conversation, command) == ""
    assert "Ada was chosen." in told(conversation, prompt)


def test_what_is_withdrawn_is_not_told_and_what_was_told_cannot_be_withdrawn() -> None:
    conversation = warm()
    conversation.put(CanvasNoted("one"))
    conversation.put(CanvasNoted("two"))
    conversation.put(CanvasNoteWithdrawn("one"))
    turn = conversation.prompt()
    late = conversation.put(CanvasNoteWithdrawn("two"))

    assert told(conversation, turn).endswith("two")
    assert "one" not in told(conversation, turn)
    assert late.events == ()


def test_of_very_many_notes_the_newest_are_told() -> None:
    conversation = warm()
    for number in range(MOST + 1):
        conversation.put(CanvasNoted(f"note {number}."))
    turn = conversation.prompt()

    assert "note 1." in told(conversation, turn)
    assert "note 0." not in told(conversation, turn)


def test_notes_outlive_the_server() -> None:
    conversation = warm()
    conversation.put(CanvasNoted("Ada was chosen."))
    conversation.restart()
    turn = conversation.prompt()
    conversation.agent_starts()

    assert "Ada was chosen." in told(conversation, turn)
