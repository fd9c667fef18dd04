"""The documents of a plain editor: the person types into them, and the server edits them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from easel_server.io.jsonrpc import ResponseError
from easel_testing.plain_editor import REQUEST_SECONDS, Json, PlainEditor


class Document:
    """An open document. Positions count UTF-16 units, as LSP does by default."""

    def __init__(self, editor: PlainEditor, path: Path, text: str) -> None:
        self.uri = path.as_uri()
        self.text = text
        self.version = 1
        self.edits = 0
        self.before_edit: Callable[[], None] = lambda: None
        """Called when an edit of the server arrives: what a fast person does."""
        self.editor = editor
        opened = {"uri": self.uri, "languageId": "markdown", "version": 1, "text": text}
        editor.notify("textDocument/didOpen", {"textDocument": opened})
        editor.on_request("workspace/applyEdit", self._apply)

    def type(self, text: str, *, at: int | None = None) -> None:
        """Type at an offset, by default at the end."""
        at = len(self.text) if at is None else at
        self.change(self.text[:at] + text + self.text[at:])

    def change(self, text: str) -> None:
        """Make this the text, and tell the server."""
        self.text = text
        self.version += 1
        changed = {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"text": text}],
        }
        self.editor.notify("textDocument/didChange", changed)
        self.editor.arrived()

    def close(self) -> None:
        """Close the document."""
        self.editor.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})

    async def has(self, text: str) -> None:
        """Return once the document holds the text."""
        await self.editor.until(lambda: text in self.text)

    async def lenses(self) -> dict[str, Json]:
        """The code lenses by their titles; of two with the same title the first one."""
        params = {"textDocument": {"uri": self.uri}}
        lenses = await self.editor.request("textDocument/codeLens", params, timeout=REQUEST_SECONDS)
        found: dict[str, Json] = {}
        for lens in lenses:
            found.setdefault(lens["command"]["title"], lens)
        return found

    async def actions(self) -> list[str]:
        """The titles of the code actions at the begin of the document."""
        here = {"line": 0, "character": 0}
        params = {
            "textDocument": {"uri": self.uri},
            "range": {"start": here, "end": here},
            "context": {"diagnostics": []},
        }
        found = await self.editor.request(
            "textDocument/codeAction", params, timeout=REQUEST_SECONDS
        )
        return [action["title"] for action in found]

    async def press(self, title: str) -> Any:
        """Press the lens of that title."""
        command = (await self.lenses())[title]["command"]
        return await self.editor.command(command["command"], *command["arguments"])

    async def complete(self) -> list[str]:
        """The labels that are offered at the end of the document."""
        before = self.text.rpartition("\n")
        position = {"line": self.text.count("\n"), "character": len(before[2])}
        params = {"textDocument": {"uri": self.uri}, "position": position}
        found = await self.editor.request(
            "textDocument/completion", params, timeout=REQUEST_SECONDS
        )
        return [item["label"] for item in (found or {"items": []})["items"]]

    async def _apply(self, params: Json) -> Json:
        self.before_edit()
        (edit,) = params["edit"]["documentChanges"]
        assert edit["textDocument"]["uri"] == self.uri
        if edit["textDocument"]["version"] != self.version:
            return {"applied": False, "failureReason": "the document has changed"}
        changed = self.text
        for change in sorted(edit["edits"], key=self._offsets, reverse=True):
            start, end = self._offsets(change)
            changed = changed[:start] + change["newText"] + changed[end:]
        self.edits += 1
        self.change(changed)
        return {"applied": True}

    def _offsets(self, change: Json) -> tuple[int, int]:
        return self._offset(change["range"]["start"]), self._offset(change["range"]["end"])

    def _offset(self, position: Json) -> int:
        lines = self.text.split("\n")
        if position["line"] >= len(lines):
            raise ResponseError(-32602, "there is no such line")
        line = lines[position["line"]].encode("utf-16-le")
        before = line[: 2 * position["character"]].decode("utf-16-le")
        return sum(len(line) + 1 for line in lines[: position["line"]]) + len(before)
