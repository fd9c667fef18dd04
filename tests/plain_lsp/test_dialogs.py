"""What agents ask is a `window/showMessageRequest` in an editor that announced nothing."""

from pathlib import Path

import pytest

from easel_testing.agents import Journal, ScriptedAgent
from easel_testing.easel import SharedServer
from easel_testing.plain_editor import PlainEditor, plain_editor

EDIT = "tool t title=Rename kind=edit\ndiff t path=/w/a.py old=one new=two"
FORM = '{"type":"object","required":["size"],"properties":{"size":%s}}'


async def start(editor: PlainEditor, script: str) -> str:
    """A new conversation with a turn under way."""
    conversation = await editor.conversation()
    await editor.prompt(conversation, script, detach=True)
    return conversation


def told(journal: Journal) -> list[object]:
    """What the agent was answered."""
    return [response.get("result") for response in journal.responses()]


async def ended(editor: PlainEditor) -> None:
    await editor.until(lambda: "end" in editor.kinds())


async def test_a_permission_shows_what_is_wanted_and_a_button_answers_it(
    editor: PlainEditor, journal: Journal
) -> None:
    await start(editor, f"{EDIT}\npermission t title='Rename it' allow:allow_once no:reject_once")
    dialog = await editor.dialog()

    assert dialog.message == "test asks: Rename it\n/w/a.py\n- one\n+ two"
    assert dialog.buttons == ["Allow", "No"]
    dialog.press("Allow")

    await ended(editor)
    assert told(journal) == [{"outcome": {"outcome": "selected", "optionId": "allow"}}]


@pytest.mark.parametrize(
    ("options", "outcome"),
    [
        (
            "yes:allow_once never:reject_always no:reject_once",
            {"outcome": "selected", "optionId": "no"},
        ),
        ("yes:allow_once never:reject_always", {"outcome": "cancelled"}),
        ("yes:allow_always", {"outcome": "cancelled"}),
    ],
)
async def test_closing_the_dialog_never_approves_and_is_no_lasting_no(
    editor: PlainEditor, journal: Journal, options: str, outcome: object
) -> None:
    await start(editor, f"permission t {options}")
    (await editor.dialog()).press(None)

    await ended(editor)
    assert told(journal) == [{"outcome": outcome}]


async def test_a_permission_that_is_answered_elsewhere_takes_its_dialog_away(
    server: SharedServer,
    agent: ScriptedAgent,
    editor: PlainEditor,
    tmp_path: Path,
    journal: Journal,
) -> None:
    async with plain_editor(server, tmp_path, agent) as other:
        await start(editor, "permission t")
        mine, theirs = await editor.dialog(), await other.dialog()

        theirs.press("Reject")

        await editor.until(lambda: mine.gone)
        await ended(other)
        await ended(editor)
    assert len(told(journal)) == 1


async def test_a_stop_takes_the_dialog_away_and_a_late_answer_does_nothing(
    editor: PlainEditor, journal: Journal
) -> None:
    conversation = await start(editor, "permission t\nhang")
    dialog = await editor.dialog()

    await editor.command("easel.conversation.cancel", {"conversationId": conversation})
    dialog.press("Allow")

    await ended(editor)
    assert told(journal) == [{"outcome": {"outcome": "cancelled"}}]


async def test_options_of_the_same_name_can_be_told_apart(
    editor: PlainEditor, journal: Journal
) -> None:
    options = '[{"optionId":"a","name":"Yes","kind":"allow_once"},{"optionId":"b","name":"Yes"}]'
    params = f'{{"sessionId":"$session","toolCall":{{"toolCallId":"t"}},"options":{options}}}'
    await start(editor, f"request session/request_permission {params}")
    dialog = await editor.dialog()

    assert dialog.buttons == ["Yes", "Yes (2)"]
    dialog.press("Yes (2)")

    await ended(editor)
    assert told(journal) == [{"outcome": {"outcome": "selected", "optionId": "b"}}]


@pytest.mark.parametrize(
    ("schema", "button", "answer"),
    [
        ('{"type":"boolean"}', "No", {"action": "accept", "content": {"size": False}}),
        ('{"enum":["S","M"]}', "M", {"action": "accept", "content": {"size": "M"}}),
        ('{"enum":["S","M"]}', "Decline", {"action": "decline"}),
        ('{"enum":["S","M"]}', None, {"action": "cancel"}),
    ],
)
async def test_a_form_of_one_choice_is_a_dialog(
    editor: PlainEditor, journal: Journal, schema: str, button: str | None, answer: object
) -> None:
    await start(editor, f"elicit Which? schema={FORM % schema}")
    (await editor.dialog()).press(button)

    await ended(editor)
    assert told(journal) == [answer]


async def test_any_other_form_is_declined_and_the_person_learns_where_it_can_be_filled_in(
    editor: PlainEditor, journal: Journal
) -> None:
    await start(editor, "elicit Your name?")

    message = await editor.wait_for("window/showMessage")

    assert "Your name?" in message["message"]
    assert "plug-in" in message["message"]
    await ended(editor)
    assert told(journal) == [{"action": "decline"}]
    assert editor.dialogs == []


async def test_a_page_is_opened_only_after_consent(editor: PlainEditor, journal: Journal) -> None:
    await start(editor, "elicit Log in url=https://example.test/login")
    dialog = await editor.dialog()
    assert "https://example.test/login" in dialog.message
    assert editor.shown == []

    dialog.press("Open")

    await ended(editor)
    assert editor.shown == [{"uri": "https://example.test/login", "external": True}]
    assert told(journal) == [{"action": "accept"}]


async def test_a_page_that_is_no_web_page_is_declined(
    editor: PlainEditor, journal: Journal
) -> None:
    await start(editor, "elicit Look url=file:///etc/passwd")
    await editor.wait_for("window/showMessage")

    await ended(editor)
    assert (editor.dialogs, editor.shown) == ([], [])
    assert told(journal) == [{"action": "decline"}]
