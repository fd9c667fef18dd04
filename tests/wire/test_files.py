"""Files of an agent: what the user sees in the editor, and nothing outside of the roots."""

from pathlib import Path

import pytest

from easel_testing.agents import Journal
from easel_testing.easel_client import EaselClient, Json


class Document:
    """A document that is open in an editor, which applies or refuses edits."""

    def __init__(self, client: EaselClient, path: Path, text: str) -> None:
        self._client = client
        self.path = path
        self.uri = path.as_uri()
        self.text = text
        self.version = 1
        self.willing = True
        self.edits: list[Json] = []
        client.on_request("workspace/applyEdit", self._apply)
        item = {"uri": self.uri, "languageId": "text", "version": 1, "text": text}
        client.notify("textDocument/didOpen", {"textDocument": item})

    def type(self, text: str) -> None:
        """The user writes, and does not save."""
        self.text, self.version = text, self.version + 1
        self._client.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": self.uri, "version": self.version},
                "contentChanges": [{"text": text}],
            },
        )

    async def _apply(self, params: Json) -> Json:
        self.edits.append(params)
        if not self.willing:
            return {"applied": False, "failureReason": "read-only"}
        (change,) = params["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": self.uri, "version": self.version}
        lines = self.text.splitlines(keepends=True)
        for edit in change["edits"]:
            first, last = edit["range"]["start"], edit["range"]["end"]
            assert (first["character"], last["character"]) == (0, 0)
            lines[first["line"] : last["line"]] = [edit["newText"]]
        self.type("".join(lines))
        return {"applied": True}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The directory that is open in the editor."""
    return tmp_path / "workspace"


@pytest.fixture
async def document(client: EaselClient, workspace: Path) -> Document:
    """A file that is open in the editor and differs from the disk."""
    path = workspace / "open.txt"
    path.write_text("on disk\n")
    return Document(client, path, "one\ntwo\nthree\n")


async def test_reading_sees_what_is_written_in_the_editor_and_not_saved(
    client: EaselClient, conversation: str, document: Document
) -> None:
    await client.prompt(conversation, "read open.txt")
    document.type("typed\n")
    await client.prompt(conversation, "read open.txt")
    client.notify("textDocument/didClose", {"textDocument": {"uri": document.uri}})
    await client.prompt(conversation, "read open.txt")

    assert client.text(conversation) == "one\ntwo\nthree\ntyped\non disk\n"


async def test_reading_through_a_link_sees_the_open_document(
    client: EaselClient, conversation: str, document: Document, workspace: Path
) -> None:
    (workspace / "link.txt").symlink_to(document.path)

    await client.prompt(conversation, "read link.txt")

    assert client.text(conversation) == document.text


async def test_reading_can_be_limited_to_lines(
    client: EaselClient, conversation: str, document: Document
) -> None:
    params = f'{{"path": "{document.path}", "line": 2, "limit": 1, "sessionId": "$session"}}'
    await client.prompt(conversation, f"request fs/read_text_file {params}")

    assert '"two\\n"' in client.text(conversation)


async def test_writing_to_an_open_file_is_an_edit_of_the_editor_and_the_disk_stays(
    client: EaselClient, conversation: str, document: Document
) -> None:
    await client.prompt(conversation, r'write open.txt "one\nTWO\nthree\n"')

    assert document.text == "one\nTWO\nthree\n"
    (edit,) = document.edits
    (change,) = edit["edit"]["documentChanges"]
    (lines,) = change["edits"]
    assert (lines["range"]["start"]["line"], lines["range"]["end"]["line"]) == (1, 2)
    assert "open.txt" in edit["label"]
    assert document.path.read_text() == "on disk\n"
    await client.prompt(conversation, "read open.txt")
    assert client.text(conversation).endswith("one\nTWO\nthree\n")


async def test_an_edit_that_the_editor_refuses_is_an_error_for_the_agent(
    client: EaselClient, conversation: str, document: Document
) -> None:
    document.willing = False

    await client.prompt(conversation, "write open.txt new")

    assert "error" in client.text(conversation)
    assert "read-only" in client.text(conversation)
    assert document.path.read_text() == "on disk\n"


async def test_writing_to_a_closed_file_changes_the_disk(
    client: EaselClient, conversation: str, workspace: Path
) -> None:
    await client.prompt(conversation, r'write new/deep.txt "Grüße\n"')
    await client.prompt(conversation, "write new/deep.txt again")

    assert (workspace / "new" / "deep.txt").read_text() == "again"


@pytest.mark.parametrize("step", ["read {}", "write {} x"])
async def test_nothing_outside_of_the_roots_is_read_or_written(
    client: EaselClient, conversation: str, workspace: Path, tmp_path: Path, step: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (workspace / "link.txt").symlink_to(secret)
    (workspace / "up").symlink_to(tmp_path)
    places = [str(secret), "link.txt", "up/secret.txt", "../secret.txt", "/etc/passwd"]

    await client.prompt(conversation, "\n".join(step.format(place) for place in places))

    told = client.text(conversation)
    assert told.count("error") == len(places)
    assert "root:" not in told
    assert secret.read_text() == "secret"


async def test_additional_directories_are_roots_too(
    client: EaselClient, tmp_path: Path, journal: Journal
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "a.txt").write_text("from more")
    conversation = await client.conversation(additionalDirectories=[str(more)])

    await client.prompt(conversation, f"read {more}/a.txt\nwrite {more}/b.txt new")

    assert client.text(conversation).startswith("from more")
    assert (more / "b.txt").read_text() == "new"
    assert len(journal.responses()) == 2


async def test_a_file_that_is_not_there_is_an_error_for_the_agent(
    client: EaselClient, conversation: str
) -> None:
    result = await client.prompt(conversation, "read nowhere.txt\nsay go on")

    assert result["endReason"] == "completed"
    assert client.text(conversation).startswith("read nowhere.txt: error")
    assert client.text(conversation).endswith("go on")
