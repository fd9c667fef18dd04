"""Values that differ from run to run, and what stands for them in canonical form.

The same value always has the same name: `turn-2` is the second turn that is mentioned.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

TIME: Final = "2026-01-01T12:00:00.000Z"
VERSION: Final = "1.0.0"
HOME: Final = "/home/you"

_KINDS: Final[Mapping[str, str]] = {
    "conversationId": "conversation",
    "turnId": "turn",
    "turnIds": "turn",
    "steered": "turn",
    "messageId": "message",
    "toolCallId": "call",
    "permissionId": "permission",
    "elicitationId": "elicitation",
    "acpSessionId": "session",
    "previousSessionId": "session",
    "newSessionId": "session",
    "terminalId": "terminal",
    "ownerInstanceId": "server",
    "cursor": "cursor",
    "nextCursor": "cursor",
}
_FIXED: Final[Mapping[str, str | int]] = {
    "at": TIME,
    "createdAt": TIME,
    "deletedAt": TIME,
    "updatedAt": TIME,
    "startedAt": TIME,
    "expiresAt": "2026-01-01T12:00:45.000Z",
    "since": TIME,
    "restorableUntil": "2026-01-31T12:00:00.000Z",
    "ownerHost": "laptop",
    "host": "laptop",
    "ownerPid": 12345,
    "pid": 12345,
    "elapsedMs": 40,
    "rssBytes": 50_000_000,
    "messagesIn": 80,
    "messagesOut": 15,
    "bytesIn": 20_000,
    "bytesOut": 4_000,
    "updates": 60,
    "version": VERSION,
    "serverVersion": VERSION,
    "acpAgentVersion": VERSION,
}
_CHANNEL: Final = re.compile(r"(?<=:/)conversation-\d+")
_DURATION: Final = re.compile(r"\b\d+ ms\b")
_EMBEDDED_FROM: Final = 8
"""Shorter ids are not looked for inside other texts."""


class Names:
    """Learns the values of one run and translates both ways."""

    def __init__(self, home: Path, python: str) -> None:
        """`home`: the folder in which all is; `python`: the interpreter that commands name."""
        self._home = str(home)
        self._texts = {self._home: HOME, python: "/usr/bin/python3"}
        self._name_of: dict[tuple[str, str], str] = {}
        self._real: dict[str, str] = {}

    def learn(self, value: Any) -> None:
        """Name the ids in a message, in their order."""
        if isinstance(value, list):
            for item in value:
                self.learn(item)
        elif isinstance(value, dict):
            for key, item in value.items():
                self._learn_member(value, key, item)

    def canonical(self, value: Any, key: str = "") -> Any:
        """The value with names for what is known; `key` is where it stands."""
        match value:
            case dict():
                return {
                    k: VERSION if key == "versions" else self.canonical(v, self._kind_key(value, k))
                    for k, v in value.items()
                }
            case list():
                return [self.canonical(item, key) for item in value]
            case str() | int() if key in _FIXED:
                return _FIXED[key]
            case str():
                return self._name_of.get((_KINDS.get(key, ""), value)) or self._text(value)
        return value

    def real(self, value: Any) -> Any:
        """The value with what the names stand for."""
        if isinstance(value, dict):
            return {key: self.real(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.real(item) for item in value]
        if isinstance(value, str):
            return self._real.get(value) or self._real_place(value)
        return value

    def _real_place(self, text: str) -> str:
        """The text with the real home, and the real conversation in the name of a channel."""
        named = _CHANNEL.sub(lambda name: self._real.get(name[0], name[0]), text)
        return named.replace(HOME, self._home)

    def _learn_member(self, owner: dict[str, Any], key: str, item: Any) -> None:
        kind = _KINDS.get(self._kind_key(owner, key))
        if kind is None:
            self.learn(item)
            return
        for id_ in item if isinstance(item, list) else [item]:
            if isinstance(id_, str) and (kind, id_) not in self._name_of:
                self._name(kind, id_)

    def _name(self, kind: str, id_: str) -> None:
        number = sum(known == kind for known, _ in self._name_of) + 1
        name = f"{kind}-{number}"
        self._name_of[kind, id_] = name
        self._real[name] = id_
        if len(id_) >= _EMBEDDED_FROM:
            self._texts[id_] = name

    def _text(self, text: str) -> str:
        for real, name in self._texts.items():
            text = text.replace(real, name)
        return _DURATION.sub(f"{_FIXED['elapsedMs']} ms", text)

    def _kind_key(self, owner: dict[str, Any], key: str) -> str:
        """The key that tells what a member is: the `id` of a conversation is its conversationId."""
        return "conversationId" if key == "id" and "executionStatus" in owner else key
