"""What is kept of a turn: its session updates, merged so that they can be replayed."""

from collections.abc import Iterable, Mapping
from typing import Any

JsonObject = dict[str, Any]

MAX_MESSAGE_CHARS = 1024 * 1024
CUT_MARKER = "\n\n[… the rest of this answer was not kept]"

_CHUNKS = frozenset({"agent_message_chunk", "agent_thought_chunk", "user_message_chunk"})


class Transcript:
    """Folds a turn's updates, in the order in which they were sent.

    Chunks of one message become one, a tool call takes on its updates and each plan replaces the
    one before it. Updates that say nothing about the conversation (usage, commands) are not kept.
    """

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], JsonObject] = {}
        self._texts: dict[tuple[str, str], _Text] = {}

    def add(self, update: JsonObject) -> None:
        """Take one ACP session update."""
        match update["sessionUpdate"]:
            case kind if kind in _CHUNKS:
                self._add_chunk(kind, update)
            case "tool_call" | "tool_call_update":
                self._add_tool_call(update)
            case "plan":
                self._entries["plan", ""] = update

    def updates(self) -> list[JsonObject]:
        """Return the merged updates."""
        return [
            {**entry, "content": {**entry["content"], "text": self._texts[key].joined()}}
            if key in self._texts
            else entry
            for key, entry in self._entries.items()
        ]

    def open_tool_calls(self) -> list[str]:
        """Return the ids of tool calls that are neither completed nor failed."""
        return [
            identifier
            for (kind, identifier), entry in self._entries.items()
            if kind == "tool_call" and entry.get("status") in {"pending", "in_progress"}
        ]

    def _add_chunk(self, kind: str, update: JsonObject) -> None:
        if update["content"]["type"] != "text":
            self._entries[kind, f"{update.get('messageId', '')}/{len(self._entries)}"] = update
            return
        key = (kind, update.get("messageId", ""))
        self._entries.setdefault(key, update)
        self._texts.setdefault(key, _Text()).add(update["content"]["text"])

    def _add_tool_call(self, update: JsonObject) -> None:
        entry = self._entries.setdefault(("tool_call", update["toolCallId"]), {})
        entry.update(update, sessionUpdate="tool_call")


class _Text:
    """A text that grows piece by piece, up to a limit."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0

    def add(self, piece: str) -> None:
        if self._size > MAX_MESSAGE_CHARS:
            return
        self._pieces.append(piece[: MAX_MESSAGE_CHARS - self._size])
        self._size += len(piece)
        if self._size > MAX_MESSAGE_CHARS:
            self._pieces.append(CUT_MARKER)

    def joined(self) -> str:
        return "".join(self._pieces)


def text_of(updates: Iterable[Mapping[str, Any]], kind: str) -> str:
    """Return the text of all messages of a kind such as `agent_message_chunk`."""
    return "".join(
        update["content"]["text"]
        for update in updates
        if update["sessionUpdate"] == kind and update["content"]["type"] == "text"
    )
