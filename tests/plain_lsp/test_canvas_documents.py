"""Canvases in an editor without a plug-in: documents with their text."""

from pathlib import Path
from urllib.parse import urlsplit

from easel_testing.agents import scripted_agent
from easel_testing.easel import SharedServer
from easel_testing.plain_editor import CAPABILITIES, Json, PlainEditor, in_file, plain_editor

VIRTUAL = {
    **CAPABILITIES,
    "workspace": {**CAPABILITIES["workspace"], "textDocumentContent": {}},
}


async def opened(editor: PlainEditor, text: str, **params: str) -> tuple[str, Json]:
    """A conversation, and a document that was opened in it."""
    conversation = await editor.conversation()
    return conversation, await shown(editor, conversation, text, **params)


async def shown(editor: PlainEditor, conversation: str, text: str, **params: str) -> Json:
    about = {"conversationId": conversation, "canvasId": "markdown", "input": {"text": text}}
    result: Json = await editor.command("easel.canvas.open", {**about, **params})
    return result


async def test_an_open_canvas_is_shown_as_a_file_that_follows_it(editor: PlainEditor) -> None:
    conversation, canvas = await opened(editor, "# First")
    await editor.until(lambda: bool(editor.shown))
    uri = editor.shown[0]["uri"]
    file = Path(urlsplit(uri).path)

    assert uri.endswith(f"/canvases/{conversation}/{canvas['instanceId']}.md")
    await in_file(file, "# First")
    assert file.stat().st_mode & 0o077 == 0

    await shown(editor, conversation, "# Second", instanceId=canvas["instanceId"])
    await in_file(file, "# Second")
    await editor.until(lambda: len(editor.shown) == 2)

    await editor.command("easel.canvas.close", {"channel": canvas["channel"]})
    await in_file(file, "closed")


async def test_a_canvas_is_a_virtual_document_where_the_editor_knows_such(
    server: SharedServer, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with plain_editor(server, tmp_path, agent, capabilities=VIRTUAL) as editor:
        refreshed: list[Json] = []

        async def refresh(params: Json) -> None:
            refreshed.append(params)
            editor.arrived()

        editor.on_request("workspace/textDocumentContent/refresh", refresh)
        conversation, canvas = await opened(editor, "# First")
        await editor.until(lambda: bool(editor.shown))
        uri = editor.shown[0]["uri"]
        first = await content(editor, uri)
        await shown(editor, conversation, "# Second", instanceId=canvas["instanceId"])
        await editor.until(lambda: {"uri": uri} in refreshed)
        second = await content(editor, uri)
        await editor.command("easel.canvas.close", {"channel": canvas["channel"]})
        last = await content(editor, uri)

        assert uri == f"easel:/canvases/{conversation}/markdown-1.md"
        assert first.startswith("# First")
        assert second.startswith("# Second")
        assert "closed" in last
        assert "no conversation" in await content(editor, "easel:/canvases/nobody/x.md")
        assert "not kept" in await content(editor, "easel:/canvases/../../etc/passwd")


async def content(editor: PlainEditor, uri: str) -> str:
    answer = await editor.request("workspace/textDocumentContent", {"uri": uri}, timeout=20)
    text: str = answer["text"]
    return text
