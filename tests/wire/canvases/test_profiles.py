"""Other profiles than the default one."""

from pathlib import Path

import pytest

from easel_server.io.jsonrpc import ResponseError
from easel_testing.canvas_editor import DIFF, canvas_editor
from easel_testing.easel import SharedServer
from easel_testing.easel_client import Json

R4_DIFF: Json = {
    "canvasId": "compare",
    "title": "Compare",
    "description": "Two texts side by side.",
    "operations": [{"name": "goto"}],
}


async def shown(_: Json) -> Json:
    return {"title": "t", "activity": "busy", "contentUri": "https://example.com/"}


async def test_r4_calls_things_by_its_own_names_over_the_channel_of_the_canvas(
    server: SharedServer, tmp_path: Path
) -> None:
    async def went(_: Json) -> Json:
        return {"value": 1}

    async with canvas_editor(server, tmp_path, profile="pr298-r4") as editor:
        conversation = await editor.conversation()
        session = f"ahp-session:/{conversation}"
        await editor.subscribe(session)
        editor.answers |= {"canvasOpen": shown, "canvasInvokeOperation": went}
        await editor.outcome(editor.provide(conversation, R4_DIFF))
        opened = await editor.ask("canvas/open", conversationId=conversation, canvasId="compare")
        channel = opened["channel"]
        asked = await editor.was_asked("canvasOpen")
        declared = await editor.told("session/canvasesChanged")
        catalogue = await editor.told("session/openCanvasesChanged")
        state = await editor.subscribe(channel)
        value = await editor.ask(
            "ahp/canvasInvokeOperation", channel=channel, operationName="goto", input={}
        )
        acted = await editor.was_asked("canvasInvokeOperation")
        editor.dispatch(channel, "canvas/updated", activity="done")
        updated = await editor.told("canvas/updated")

        assert asked["channel"] == channel
        assert asked["providerId"] == "client:vim"
        assert "instanceId" not in asked
        assert declared["action"]["canvases"][-1] == {
            "providerId": "client:vim",
            "source": {"kind": "client", "clientId": "vim"},
            **R4_DIFF,
        }
        assert catalogue["action"]["openCanvases"] == [
            {"channel": channel, "canvasId": "compare", "title": "t", "availability": "ready"}
        ]
        assert state == {
            "canvasId": "compare",
            "providerId": "client:vim",
            "input": {},
            "title": "t",
            "activity": "busy",
            "contentUri": "https://example.com/",
            "availability": "ready",
        }
        assert value == {"value": 1}
        assert acted == {"channel": channel, "operationName": "goto", "input": {}}
        assert updated["action"] == {"type": "canvas/updated", "activity": "done"}


async def test_r4_reads_content_without_a_channel(server: SharedServer, tmp_path: Path) -> None:
    async with canvas_editor(server, tmp_path, profile="pr298-r4") as editor:
        conversation = await editor.conversation()
        opened = await editor.ask(
            "canvas/open", conversationId=conversation, canvasId="markdown", input={"text": "# Hi"}
        )
        state = await editor.subscribe(opened["channel"])
        read = await editor.ask("ahp/resourceRead", channel="ahp-root://", uri=state["contentUri"])
        assert conversation in state["contentUri"]
        assert "# Hi" in read["data"]
        assert read["encoding"] == "utf-8"


async def test_ahp_1_0_only_follows(server: SharedServer, tmp_path: Path) -> None:
    async with (
        canvas_editor(server, tmp_path, profile="ahp-1.0") as follower,
        canvas_editor(server, tmp_path) as vim,
    ):
        conversation = await vim.conversation()
        chat = f"ahp-chat:/{conversation}"
        session = await follower.subscribe(f"ahp-session:/{conversation}")
        assert session["chats"][0]["resource"] == chat
        assert (await follower.subscribe(chat))["canvases"] == []

        async def web(_: Json) -> Json:
            return {"title": "t", "url": "http://localhost:1/"}

        vim.answers["canvasOpen"] = web
        await vim.outcome(vim.provide(conversation, DIFF))
        opened = await vim.ask(
            "canvas/open", conversationId=conversation, canvasId="compare", input={"left": "x"}
        )
        channel = opened["channel"]
        listed = await follower.told("chat/canvasesChanged")
        state = await follower.subscribe(channel)
        vim.dispatch(channel, "canvas/updated", status="busy")
        changed = await follower.told("canvas/stateChanged")
        refused = await follower.outcome(follower.provide(conversation, DIFF))

        assert listed["channel"] == chat
        assert listed["action"]["canvases"] == [{"resource": channel}]
        assert state == {
            "instanceId": "compare-1",
            "extensionId": "client:vim",
            "extensionName": "vim",
            "canvasId": "compare",
            "title": "t",
            "url": "http://localhost:1/",
        }
        assert changed["action"]["canvas"] == {**state, "status": "busy"}
        assert refused["rejectionReason"]


async def test_the_long_names_of_the_proposal_are_taken_too(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as editor:
        conversation = await editor.conversation()
        at = {"channel": f"ahp-session:/{conversation}", "instanceId": "mine", "canvasId": "table"}
        rows = {"rows": [{"a": 1}, {"a": 2}]}
        opened = await editor.ask("ahp/canvasProviderOpen", **at, input=rows)
        acted = await editor.ask(
            "ahp/canvasProviderInvokeAction", **at, actionName="page", input={"page": 1}
        )
        closed = await editor.ask("ahp/canvasProviderClose", **at)
        assert opened["title"]
        assert acted["value"]
        assert closed == {}


@pytest.mark.parametrize(
    ("profile", "code"), [("pr298-r1", -32012), ("pr298-r4", -32012), ("ahp-1.0", -32603)]
)
async def test_a_failure_of_a_provider_has_the_code_of_the_profile_and_a_code_of_its_own(
    server: SharedServer, tmp_path: Path, profile: str, code: int
) -> None:
    async def fails(_: Json) -> Json:
        data = {"code": "buffer_gone", "message": "The buffer is gone."}
        raise ResponseError(-32012, "cannot open", data)

    async with (
        canvas_editor(server, tmp_path) as vim,
        canvas_editor(server, tmp_path, profile=profile) as editor,
    ):
        conversation = await vim.conversation()
        vim.answers["canvasOpen"] = fails
        await vim.outcome(vim.provide(conversation, DIFF))
        refused = await editor.refused(
            "ahp/canvasOpen",
            channel=f"ahp-session:/{conversation}",
            canvasId="compare",
            input={"left": "x"},
        )
        assert refused.code == code
        assert refused.data["code"] == "buffer_gone"
        assert refused.data["message"] == "The buffer is gone."
