"""A running turn is a `$/progress` in an editor that announced nothing."""

from pathlib import Path

import anyio

from easel_testing.agents import Journal, ScriptedAgent
from easel_testing.easel import SharedServer
from easel_testing.plain_editor import CAPABILITIES, PlainEditor, plain_editor


async def test_a_turn_begins_with_its_title_tells_its_steps_and_ends_once(
    editor: PlainEditor,
) -> None:
    conversation = await editor.conversation(title="Tidy up")

    await editor.prompt(
        conversation, "think hm\nsleep 300\ntool t title=Grep\nsleep 300\nsay All is well"
    )
    await editor.until(lambda: "end" in editor.kinds())

    first, *others, last = (told["value"] for told in editor.progress)
    assert (first["kind"], first["title"], first["cancellable"]) == ("begin", "Tidy up", True)
    assert {told["kind"] for told in others} == {"report"}
    assert {"thinking…", "Grep (waits)"} <= set(editor.steps())
    assert (last["kind"], last["message"]) == ("end", "Done")
    assert len({told["token"] for told in editor.progress}) == 1


async def test_the_cancel_button_stops_the_turn(editor: PlainEditor, journal: Journal) -> None:
    conversation = await editor.conversation()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(editor.prompt, conversation, "say on\nhang")
        await journal.wait_for("session/prompt")
        await editor.until(lambda: "begin" in editor.kinds())

        token = editor.progress[0]["token"]
        editor.notify("window/workDoneProgress/cancel", {"token": token})

        await editor.until(lambda: "end" in editor.kinds())
    assert editor.steps()[-1] == "Stopped"
    editor.notify("window/workDoneProgress/cancel", {"token": token})
    assert (await editor.prompt(conversation, "say next"))["endReason"] == "completed"
    assert len(journal.received("session/cancel")) == 1


async def test_a_flood_of_steps_is_told_at_most_four_times_a_second(editor: PlainEditor) -> None:
    conversation = await editor.conversation()
    calls = "\n".join(f"tool t{number}" for number in range(400))

    await editor.prompt(conversation, f"{calls}\nsleep 600\nsay done")
    await editor.until(lambda: "end" in editor.kinds())

    assert editor.kinds().count("report") < 20
    assert "Tool t399 (waits)" in editor.steps()


async def test_a_progress_ends_when_the_agent_dies_and_when_the_conversation_is_deleted(
    editor: PlainEditor,
) -> None:
    await editor.prompt(await editor.conversation(), "say on\nsleep 100\nexit 3")
    await editor.until(lambda: "end" in editor.kinds())
    assert editor.steps()[-1].startswith("The agent's process died")

    doomed = await editor.conversation()
    await editor.prompt(doomed, "say on\nhang", detach=True)
    await editor.until(lambda: editor.kinds().count("begin") == 2)
    await editor.command("easel.conversation.delete", {"conversationId": doomed})

    await editor.until(lambda: editor.kinds().count("end") == 2)


async def test_an_editor_that_cannot_show_progress_is_not_asked_to(
    server: SharedServer, agent: ScriptedAgent, tmp_path: Path
) -> None:
    capabilities = {**CAPABILITIES, "window": {}}
    async with plain_editor(server, tmp_path, agent, capabilities=capabilities) as editor:
        assert (await editor.prompt(await editor.conversation(), "say hi"))["endReason"]
        assert editor.progress == []


async def test_an_editor_that_announced_itself_draws_turns_by_its_own_means(
    server: SharedServer, agent: ScriptedAgent, tmp_path: Path
) -> None:
    announced = {**CAPABILITIES, "experimental": {"easel": {"protocolVersion": 1}}}
    async with plain_editor(server, tmp_path, agent, capabilities=announced) as editor:
        editor.noise |= {"easel/agents/didChange", "easel/conversation/didDelete"}
        await editor.prompt(await editor.conversation(), "permission t\nhang", detach=True)
        await editor.wait_for(
            "easel/conversation/didChange",
            lambda told: told["conversation"]["executionStatus"] == "waitingForPermission",
        )
        editor.noise.add("easel/conversation/didChange")
        editor.read_all("easel/conversation/didChange")
        assert (editor.progress, editor.dialogs) == ([], [])


async def test_the_turns_of_another_workspace_are_not_shown(
    server: SharedServer, agent: ScriptedAgent, editor: PlainEditor, tmp_path: Path
) -> None:
    async with plain_editor(server, tmp_path / "other", agent) as other:
        await other.prompt(await other.conversation(), "say hi")
        await other.until(lambda: "end" in other.kinds())
    assert editor.progress == []
