"""Canvases outlive the server."""

from pathlib import Path

import anyio
import msgspec

from easel_testing.agents import WAIT_SECONDS
from easel_testing.canvas_editor import DIFF, canvas_editor, server_with_canvas_editor
from easel_testing.easel import SharedServer
from easel_testing.easel_client import Json


async def shown(_: Json) -> Json:
    return {"title": "a.py", "url": "https://example.com/1"}


async def test_after_a_restart_canvases_are_stale_until_their_provider_is_back(
    tmp_path: Path,
) -> None:
    async with server_with_canvas_editor(tmp_path) as vim:
        conversation = await vim.conversation()
        vim.answers["canvasOpen"] = shown
        await vim.outcome(vim.provide(conversation, DIFF))
        opened = await vim.ask(
            "canvas/open", conversationId=conversation, canvasId="compare", input={"left": "x"}
        )
        gone = await vim.ask(
            "canvas/open", conversationId=conversation, canvasId="compare", input={"left": "y"}
        )
        await vim.ask("canvas/close", channel=gone["channel"])

    async with server_with_canvas_editor(tmp_path) as vim:
        listed = await vim.ask("canvas/list", conversationId=conversation)
        stale = await vim.subscribe(opened["channel"])
        vim.answers["canvasOpen"] = shown
        vim.provide(conversation, DIFF)
        asked = await vim.was_asked("canvasOpen")
        await vim.told("canvas/updated", availability="ready")

        assert [one["instanceId"] for one in listed["open"]] == ["compare-1"]
        assert listed["open"][0]["availability"] == "stale"
        assert stale["title"] == "a.py"
        assert "url" not in stale
        assert asked["input"] == {"left": "x"}


async def test_after_a_restart_easels_own_canvases_show_what_they_showed(tmp_path: Path) -> None:
    async with server_with_canvas_editor(tmp_path) as editor:
        conversation = await editor.conversation()
        opened = await editor.ask(
            "canvas/open", conversationId=conversation, canvasId="markdown", input={"text": "# Hi"}
        )
    async with server_with_canvas_editor(tmp_path) as editor:
        channel = opened["channel"]
        await editor.subscribe(f"ahp-session:/{conversation}")
        await editor.ready(channel)
        uri = f"ahp-canvas-content:/{opened['instanceId']}/content.md"
        read = await editor.ask("ahp/canvasReadResource", channel=channel, uri=uri)
        assert read["contents"][0]["text"].startswith("# Hi")


FORM = {"schema": {"type": "object", "properties": {"name": {"type": "string"}}}}


async def test_an_answer_that_the_agent_has_not_read_outlives_the_server(tmp_path: Path) -> None:
    async with server_with_canvas_editor(tmp_path) as editor:
        conversation = await editor.conversation()
        form = await editor.ask(
            "canvas/open", conversationId=conversation, canvasId="form", input=FORM
        )
        await editor.subscribe(form["channel"])
        answer = {"type": "submit", "values": {"name": "Ada"}}
        editor.dispatch(form["channel"], "canvas/message", payload=answer)
        await editor.told("canvas/updated", status="answered")

    async with server_with_canvas_editor(tmp_path) as editor:
        await editor.ask("conversation/open", conversationId=conversation)
        uri = f"ahp-canvas-content:/{form['instanceId']}/content.json"
        await editor.subscribe(f"ahp-session:/{conversation}")
        await editor.ready(form["channel"])
        read = await editor.ask("ahp/canvasReadResource", channel=form["channel"], uri=uri)
        assert msgspec.json.decode(read["contents"][0]["text"])["answer"] == {"name": "Ada"}
        turn = await editor.start(conversation, "go on")
        await editor.ended(conversation, turn)
        (started,) = editor.of_type(conversation, "turnStarted")
        assert '"name": "Ada"' in started["prompt"][1]["resource"]["text"]


async def test_a_pause_leaves_canvases_as_they_are(server: SharedServer, tmp_path: Path) -> None:
    async with canvas_editor(server, tmp_path) as vim:
        conversation = await vim.conversation()
        vim.answers["canvasOpen"] = shown
        await vim.outcome(vim.provide(conversation, DIFF))
        opened = await vim.ask(
            "canvas/open", conversationId=conversation, canvasId="compare", input={"left": "x"}
        )
        await vim.subscribe(opened["channel"])
        await vim.act("pause", conversation)
        listed = await vim.ask("canvas/list", conversationId=conversation)
        acted = await vim.ask(
            "ahp/canvasInvokeAction", channel=opened["channel"], actionName="goto", input={}
        )
        assert [one["availability"] for one in listed["open"]] == ["ready"]
        assert acted == {}
        assert [name for name, _ in vim.asked] == ["canvasOpen", "canvasInvokeAction"]


async def test_canvases_go_with_their_conversation_to_another_server(tmp_path: Path) -> None:
    short = {"lease": {"ttlSeconds": 1}}
    async with (
        server_with_canvas_editor(tmp_path, short) as first,
        server_with_canvas_editor(tmp_path, short) as second,
    ):
        conversation = await first.conversation()
        opened = await first.ask(
            "canvas/open", conversationId=conversation, canvasId="markdown", input={"text": "a"}
        )
        await first.subscribe(opened["channel"])
        await second.ask("lease/take", conversationId=conversation, force=True)
        listed = await second.ask("canvas/list", conversationId=conversation)
        await first.told("canvas/updated", availability="stale")
        seen = await first.ask("canvas/list", conversationId=conversation)
        refused = await first.refused(
            "ahp/canvasClose", channel=opened["channel"], conversationId=conversation
        )
        assert [one["instanceId"] for one in listed["open"]] == ["markdown-1"]
        assert [one["availability"] for one in seen["open"]] == ["stale"]
        assert seen["open"][0]["channel"] == opened["channel"]
        assert refused.data["kind"] == "notOwner"

        await second.ask("canvas/close", channel=opened["channel"])
        await second.ask("lease/release", conversationId=conversation)
        with anyio.fail_after(WAIT_SECONDS):
            # An editor is told nothing of canvases that nobody has.
            while (await first.ask("canvas/list", conversationId=conversation))["open"]:  # noqa: ASYNC110
                await anyio.sleep(0.01)
