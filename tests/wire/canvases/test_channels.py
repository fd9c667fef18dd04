"""What editors are told over AHP: snapshots, content, and what is refused."""

from pathlib import Path

import pytest

from easel_testing.canvas_editor import CanvasEditor, canvas_editor
from easel_testing.easel import OpenEditor, SharedServer
from easel_testing.easel_client import EaselClient

NOT_FOUND = -32008
INVALID_PARAMS = -32602


async def markdown(editor: CanvasEditor, text: str = "# Hi") -> tuple[str, str]:
    """A conversation, and the channel of a document that is open in it."""
    conversation = await editor.conversation()
    opened = await editor.ask(
        "canvas/open", conversationId=conversation, canvasId="markdown", input={"text": text}
    )
    return conversation, opened["channel"]


async def test_content_is_read_over_the_wire(server: SharedServer, tmp_path: Path) -> None:
    async with canvas_editor(server, tmp_path) as editor:
        _, channel = await markdown(editor)
        state = await editor.subscribe(channel)
        read = await editor.ask("ahp/canvasReadResource", channel=channel, uri=state["url"])
        assert state["url"].startswith("ahp-canvas-content:/markdown-1/")
        assert "# Hi" in read["contents"][0]["text"]
        assert read["contents"][0]["mimeType"] == "application/json"


@pytest.mark.parametrize(
    "path", ["../markdown-2/content.md", "%2e%2e/x", "/etc/passwd", "no-such-file"]
)
async def test_a_path_that_leaves_the_content_root_is_not_found(
    server: SharedServer, tmp_path: Path, path: str
) -> None:
    async with canvas_editor(server, tmp_path) as editor:
        _, channel = await markdown(editor)
        uri = f"ahp-canvas-content:/markdown-1/{path}"
        refused = await editor.refused("ahp/canvasReadResource", channel=channel, uri=uri)
        assert refused.code == NOT_FOUND
        assert refused.data["code"] == "canvas_resource_not_found"


async def test_an_input_that_fails_its_schema_is_refused_with_the_path(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as editor:
        conversation = await editor.conversation()
        refused = await editor.refused(
            "canvas/open", conversationId=conversation, canvasId="markdown", input={"text": 3}
        )
        assert refused.code == INVALID_PARAMS
        assert refused.data == {"kind": "invalidParams", "path": "$.input.text"}


async def test_an_unknown_kind_names_the_known_ones(server: SharedServer, tmp_path: Path) -> None:
    async with canvas_editor(server, tmp_path) as editor:
        conversation = await editor.conversation()
        refused = await editor.refused("canvas/open", conversationId=conversation, canvasId="video")
        assert refused.data["code"] == "canvas_not_declared"
        assert "markdown" in str(refused)


async def test_channels_that_do_not_exist_are_not_found(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as editor:
        conversation = await editor.conversation()
        for channel in (f"ahp-canvas:/{conversation}.none", f"ahp-chat:/{conversation}"):
            assert (await editor.refused("ahp/subscribe", channel=channel)).code == NOT_FOUND
        for channel in ("ahp-session:/nobody", "ahp-canvas:/nobody.x", "ahp-canvas:/../x", "x"):
            assert (await editor.refused("ahp/subscribe", channel=channel)).code == -33001


async def test_actions_for_channels_that_do_not_exist_are_ignored(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as editor:
        conversation, channel = await markdown(editor)
        nowhere_at_all = (
            "x",
            "ahp-session:/nobody",
            "ahp-session:/",
            f"ahp-canvas:/{conversation}.",
        )
        for nowhere in (*nowhere_at_all, f"ahp-canvas:/{conversation}.none"):
            editor.dispatch(nowhere, "canvas/closeRequested")
        editor.notify("easel/ahp/dispatchAction", {"channel": 3})
        editor.notify("easel/ahp/dispatchAction", {"channel": channel, "clientSeq": 0})
        refused = await editor.outcome(editor.dispatch(channel, "canvas/explode"))
        assert refused["rejectionReason"]
        assert len(editor.actions) == 1


async def test_an_editor_that_unsubscribed_is_told_no_more(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as editor:
        conversation = await editor.conversation()
        session = f"ahp-session:/{conversation}"
        await editor.subscribe(session)
        opening = {"conversationId": conversation, "canvasId": "markdown", "input": {"text": "a"}}
        await editor.ask("canvas/open", **opening)
        assert len(editor.actions) == 1
        editor.notify("easel/ahp/unsubscribe", {"channel": session})
        await editor.ask("canvas/open", **opening)
        assert len(editor.actions) == 1


async def test_an_editor_without_a_profile_can_use_canvases_but_not_ahp(
    client: EaselClient,
) -> None:
    conversation = await client.conversation()
    opened = await client.ask(
        "canvas/open", conversationId=conversation, canvasId="markdown", input={"text": "a"}
    )
    refused = await client.refused("ahp/subscribe", channel=opened["channel"])
    assert refused.data["kind"] == "invalidState"
    assert "profile" in str(refused)


async def test_opening_and_closing_is_told_in_the_conversation(client: EaselClient) -> None:
    conversation = await client.conversation()
    opened = await client.ask(
        "canvas/open", conversationId=conversation, canvasId="markdown", input={"text": "a"}
    )
    event = await client.event(conversation, "canvasesChanged")
    assert event["opened"]["instanceId"] == opened["instanceId"]
    assert event["opened"]["input"] == {"text": "a"}
    await client.ask("canvas/close", channel=opened["channel"])
    await client.event(conversation, "canvasesChanged", lambda e: "closed" in e)


async def test_every_command_twin_works(editor: OpenEditor) -> None:
    async with editor() as client:
        conversation = await client.conversation()
        arguments = [{"conversationId": conversation}]
        listed = await client.request(
            "workspace/executeCommand",
            {"command": "easel.canvas.list", "arguments": arguments},
            timeout=20,
        )
        assert listed == await client.ask("canvas/list", conversationId=conversation)
