"""Code actions on a selection or a diagnostic send a prompt; the answer is a document."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from easel_server.io.jsonrpc import ResponseError
from easel_testing.agents import Journal, ScriptedAgent, scripted_agent
from easel_testing.easel import SharedServer
from easel_testing.plain_editor import CAPABILITIES, PlainEditor, in_file, plain_editor

VIRTUAL = {
    **CAPABILITIES,
    "workspace": {**CAPABILITIES["workspace"], "textDocumentContent": {}},
}
CODE = "import os\n\ndef f(x):\n    return x\n"


@pytest.fixture
def agent(tmp_path: Path) -> ScriptedAgent:
    """An agent that answers anything that is no script with its own text."""
    return scripted_agent(tmp_path / "agent", arguments=("--plain",))


def open_code(editor: PlainEditor, directory: Path) -> str:
    """Open a file of the workspace that was never saved."""
    uri = (directory / "workspace" / "a.py").as_uri()
    document = {"uri": uri, "languageId": "python", "version": 1, "text": CODE}
    editor.notify("textDocument/didOpen", {"textDocument": document})
    return uri


def between(start: int, end: int) -> Any:
    return {"start": {"line": start, "character": 0}, "end": {"line": end, "character": 0}}


async def offers(editor: PlainEditor, uri: str, range_: Any, **context: Any) -> dict[str, Any]:
    """The code actions by their titles."""
    params = {
        "textDocument": {"uri": uri},
        "range": range_,
        "context": {"diagnostics": [], **context},
    }
    found = await editor.request("textDocument/codeAction", params, timeout=20)
    return {action["title"]: action for action in found or ()}


async def run(editor: PlainEditor, action: Any) -> Any:
    command = action["command"]
    return await editor.command(command["command"], *command["arguments"])


async def test_a_selection_can_be_asked_about_and_nothing_is_offered_without_one(
    editor: PlainEditor, tmp_path: Path
) -> None:
    uri = open_code(editor, tmp_path)

    assert list(await offers(editor, uri, between(2, 4))) == [
        "Ask test about this",
        "Explain",
        "Write a test",
    ]
    assert await offers(editor, uri, between(2, 2)) == {}
    assert await offers(editor, uri, between(2, 4), only=["source.organizeImports"]) == {}
    assert list(await offers(editor, uri, between(2, 4), only=["easel.explain"])) == ["Explain"]


async def test_the_agent_gets_the_unsaved_lines_and_the_answer_grows_in_a_file(
    editor: PlainEditor, tmp_path: Path, journal: Journal
) -> None:
    uri = open_code(editor, tmp_path)

    result = await run(editor, (await offers(editor, uri, between(2, 4)))["Explain"])

    assert [shown["uri"] for shown in editor.shown] == [result["uri"]]
    await editor.until(lambda: "end" in editor.kinds())
    (prompt,) = journal.received("session/prompt")
    request, resource = prompt.params["prompt"]
    assert "lines 3-4 of `a.py`" in request["text"]
    assert resource["resource"]["uri"] == uri
    assert resource["resource"]["text"] == "def f(x):\n    return x\n"
    transcript = Path(urlsplit(result["uri"]).path)
    await in_file(transcript, "## Agent: test\n\nExplain lines 3-4")
    await editor.prompt(result["conversationId"], "say and more")
    await in_file(transcript, "and more")
    assert transcript.stat().st_mode & 0o077 == 0


async def test_a_diagnostic_can_be_fixed_in_the_same_conversation(
    editor: PlainEditor, tmp_path: Path, journal: Journal
) -> None:
    uri = open_code(editor, tmp_path)
    problem = {"range": between(0, 1), "message": "`os` is unused"}
    found = await offers(editor, uri, between(0, 0), diagnostics=[problem])

    first = await run(editor, found["Fix: `os` is unused"])
    second = await run(editor, found["Write a test"])

    assert first["conversationId"] == second["conversationId"]
    await editor.prompt(first["conversationId"], "and then?")
    assert len(journal.prompts()) == 3
    assert "Fix this problem in line 1 of `a.py`." in journal.prompts()[0]
    assert "The editor reports: `os` is unused" in journal.prompts()[0]
    assert found["Fix: `os` is unused"]["kind"] == "quickfix"


async def test_a_transcript_is_a_virtual_document_where_the_editor_knows_such(
    server: SharedServer, agent: ScriptedAgent, tmp_path: Path
) -> None:
    async with plain_editor(server, tmp_path, agent, capabilities=VIRTUAL) as editor:
        refreshed: list[str] = []

        async def refresh(params: Any) -> None:
            refreshed.append(params["uri"])
            editor.arrived()

        editor.on_request("workspace/textDocumentContent/refresh", refresh)
        uri = open_code(editor, tmp_path)
        result = await run(editor, (await offers(editor, uri, between(2, 4)))["Explain"])
        await editor.until(lambda: "end" in editor.kinds())
        await editor.until(lambda: refreshed.count(result["uri"]) >= 1)

        document = await editor.request(
            "workspace/textDocumentContent", {"uri": result["uri"]}, timeout=20
        )

        assert result["uri"] == f"easel:/transcripts/{result['conversationId']}.md"
        assert document["text"].startswith("# Explain lines 3-4 of `a.py`")


async def test_wrong_arguments_are_refused_with_the_field(
    editor: PlainEditor, tmp_path: Path
) -> None:
    uri = open_code(editor, tmp_path)
    for argument, path in (
        ({"uri": uri}, "$"),
        ({"uri": uri, "range": {"start": {"line": -1, "character": 0}}}, "$.range"),
        ({"uri": "file:///elsewhere", "range": between(0, 1)}, "$.uri"),
    ):
        with pytest.raises(ResponseError) as refused:
            await editor.command("easel.plain.ask", argument)
        assert refused.value.code == -32602
        assert refused.value.data["path"].startswith(path)


async def test_virtual_documents_are_announced(server: SharedServer, tmp_path: Path) -> None:
    from easel_server.client.connect import connect_tcp
    from easel_testing.lsp_client import RecordingClient

    async with connect_tcp("127.0.0.1", server.port) as channel, RecordingClient(channel) as client:
        client.noise.add("textDocument/publishDiagnostics")
        result = await client.initialize(options={"easel": {"token": server.token}})
        capabilities = result["capabilities"]
    assert capabilities["workspace"]["textDocumentContent"] == {"schemes": ["easel"]}
    assert "easel.plain.explain" in capabilities["executeCommandProvider"]["commands"]
