"""An agent that forgot a conversation is told of in a dialog that says what can be done."""

from pathlib import Path

import anyio
import pytest

from easel_server.io.jsonrpc import ResponseError
from easel_testing.agents import Journal, ScriptedAgent, scripted_agent
from easel_testing.easel import SharedServer
from easel_testing.plain_editor import PlainEditor, plain_editor

WAIT_SECONDS = 20.0
POLL_SECONDS = 0.05


@pytest.fixture
def agent(tmp_path: Path) -> ScriptedAgent:
    """An agent that cannot load its sessions."""
    return scripted_agent(tmp_path / "agent", on={"session/load": "error -32002 gone"})


async def forgotten(editor: PlainEditor) -> str:
    """A conversation whose agent has died after a turn, and cannot load its session."""
    conversation = await editor.conversation()
    await editor.prompt(conversation, "say the milk is out")
    await editor.prompt(conversation, "exit 1")
    return conversation


async def got(journal: Journal) -> list[str]:
    """The texts of the third prompt that reached the agent."""
    prompt = await journal.wait_for("session/prompt", count=3)
    return [block["text"] for block in prompt.params["prompt"]]


async def recap_waits(editor: PlainEditor, conversation: str) -> None:
    """Return when the next prompt is to take a recap along."""
    params = {"conversationId": conversation, "mode": "observe"}
    with anyio.fail_after(WAIT_SECONDS):
        while True:
            opened = await editor.command("easel.conversation.open", params)
            if opened["conversation"].get("recap"):
                return
            await anyio.sleep(POLL_SECONDS)


async def test_a_new_session_can_be_given_a_recap(editor: PlainEditor, journal: Journal) -> None:
    conversation = await forgotten(editor)
    await editor.command("easel.conversation.resume", {"conversationId": conversation})
    dialog = await editor.dialog()

    assert "could not be restored: gone It goes on with a new session" in dialog.message
    assert dialog.buttons == ["Give it a recap"]
    dialog.press("Give it a recap")
    await recap_waits(editor, conversation)

    await editor.prompt(conversation, "say one")
    recap, prompt = await got(journal)
    assert "the milk is out" in recap
    assert prompt == "say one"


async def test_who_is_asked_can_try_again_and_go_on_with_a_recap(
    server: SharedServer, agent: ScriptedAgent, tmp_path: Path, journal: Journal
) -> None:
    settings = {"sessionLoad": {"onFailure": "ask"}}
    async with plain_editor(server, tmp_path, agent, settings=settings) as editor:
        conversation = await forgotten(editor)
        with pytest.raises(ResponseError, match="could not be restored"):
            await editor.prompt(conversation, "say never")
        first = await editor.dialog()
        assert first.buttons == ["Try again", "Go on with a recap", "Go on without memory"]
        first.press("Try again")
        second = await editor.dialog(2)
        second.press("Go on with a recap")
        await recap_waits(editor, conversation)

        await editor.prompt(conversation, "say one")

        recap, prompt = await got(journal)
        assert "the milk is out" in recap
        assert prompt == "say one"
        (await editor.dialog(3)).press(None)
