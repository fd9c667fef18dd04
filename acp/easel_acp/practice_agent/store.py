"""Sessions on disk: one JSON file each, replaced whole."""

import logging
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, NewType, TypeVar
from uuid import uuid4

import msgspec

from easel_acp.practice_agent.pace import DEFAULT_PACE, PaceName
from easel_acp.practice_agent.usage import TokenCounts

logger = logging.getLogger(__name__)

SessionId = NewType("SessionId", str)
ModeId = Literal["ask", "auto-edit", "read-only"]
Action = Literal["edit", "run"]
_S = TypeVar("_S", bound="SessionSummary")
_SESSION_ID = re.compile(r"[0-9a-f]{32}")


class SessionNotFoundError(Exception):
    """No session of this id is kept here, or its file cannot be read."""

    def __init__(self, session_id: str) -> None:
        super().__init__(f"No session {session_id!r}")
        self.session_id = session_id


class TurnRecord(msgspec.Struct):
    """One prompt and what came of it.

    `prompt` holds ACP content blocks and `updates` ACP session updates, with the chunks of a
    message joined and a tool call merged into its last state. `stop_reason` is None for a turn
    that never ended, because the process did.
    """

    prompt: list[dict[str, Any]]
    updates: list[dict[str, Any]] = []
    stop_reason: str | None = None


class SessionSummary(msgspec.Struct, kw_only=True):
    """What a list of sessions shows. Times are ISO 8601 in UTC."""

    session_id: SessionId
    cwd: str
    updated_at: str
    additional_directories: list[str] = []
    title: str | None = None


class SessionRecord(SessionSummary, kw_only=True):
    """Everything that a session remembers."""

    mode: ModeId = "ask"
    pace: PaceName = DEFAULT_PACE
    show_thoughts: bool = True
    always: dict[Action, Literal["allow", "reject"]] = {}
    facts: list[str] = []
    turns: list[TurnRecord] = []
    usage: TokenCounts = TokenCounts()


class SessionStore:
    """Keeps session records below `directory`, which only the user may enter."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @staticmethod
    def new_id() -> SessionId:
        """Return an id that is also a safe file name."""
        return SessionId(uuid4().hex)

    def save(self, record: SessionRecord) -> None:
        """Write the record; a reader sees the old file or the new one, nothing between.

        Raises:
            OSError: the directory or the file cannot be written.
        """
        self._directory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory.mkdir(mode=0o700, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=self._directory, suffix=".tmp")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.encode(record))
            os.replace(temporary, self._path(record.session_id))
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(temporary)
            raise

    def load(self, session_id: str) -> SessionRecord:
        """Read a record.

        Raises:
            SessionNotFoundError: there is none, or it cannot be read.
        """
        # The id comes from the client and must not be able to name another file.
        if not _SESSION_ID.fullmatch(session_id):
            raise SessionNotFoundError(session_id)
        try:
            return _read(self._path(session_id), SessionRecord)
        except (OSError, ValueError) as error:
            if not isinstance(error, FileNotFoundError):
                logger.warning("session %s cannot be read: %s", session_id, error)
            raise SessionNotFoundError(session_id) from error

    def delete(self, session_id: str) -> None:
        """Remove a record; an unknown one is no error."""
        if _SESSION_ID.fullmatch(session_id):
            self._path(session_id).unlink(missing_ok=True)

    def summaries(self) -> list[SessionSummary]:
        """Return all readable sessions, the newest first."""
        return sorted(self._readable(), key=_newest, reverse=True)

    def _readable(self) -> Iterator[SessionSummary]:
        for path in self._directory.glob("*.json"):
            try:
                yield _read(path, SessionSummary)
            except (OSError, ValueError) as error:
                logger.warning("skipped %s: %s", path.name, error)

    def _path(self, session_id: str) -> Path:
        return self._directory / f"{session_id}.json"


def _newest(summary: SessionSummary) -> tuple[str, str]:
    return summary.updated_at, summary.session_id


def _read(path: Path, shape: type[_S]) -> _S:
    return msgspec.json.decode(path.read_bytes(), type=shape)
