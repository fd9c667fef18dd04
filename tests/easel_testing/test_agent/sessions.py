"""What a session is, and how it survives the process."""

import json
import os
import threading
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field

from easel_testing.test_agent.wire import Json, JsonObject, encode


@dataclass
class Session:
    """`history` holds the updates that session/load replays, oldest first."""

    id: str
    cwd: str = "/"
    mcp_servers: list[Json] = field(default_factory=list)
    title: str | None = None
    mode: str = "default"
    options: dict[str, Json] = field(default_factory=dict)
    memory: list[str] = field(default_factory=list)
    history: list[JsonObject] = field(default_factory=list)
    saved: int = 0


class SessionStore:
    """Sessions of this process, and those in the state directory.

    On disk: `<id>.json` (everything but the history) and `<id>.jsonl` (the history, append only).
    """

    def __init__(self, directory: str | None) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._live: dict[str, Session] = {}
        self._counters: dict[str, int] = {}
        if directory is not None:
            os.makedirs(directory, exist_ok=True)

    def create(self, cwd: str, mcp_servers: list[Json]) -> Session:
        return self.adopt(Session(f"test-{uuid.uuid4()}", cwd, mcp_servers))

    def adopt(self, session: Session) -> Session:
        self._live[session.id] = session
        return session

    def live(self, session_id: str) -> Session | None:
        return self._live.get(session_id)

    def drop(self, session_id: str, *, forget: bool) -> None:
        """Ends a session in this process; `forget` removes it from disk as well."""
        self._live.pop(session_id, None)
        if forget and self._directory is not None:
            for suffix in (".json", ".jsonl"):
                path = self._path(session_id, suffix)
                if os.path.exists(path):
                    os.unlink(path)

    def load(self, session_id: str) -> Session | None:
        """The session as another process left it, or as it lives here."""
        if live := self.live(session_id):
            return live
        if self._directory is None or not os.path.exists(self._path(session_id, ".json")):
            return None
        with open(self._path(session_id, ".json"), "rb") as file:
            session = Session(**json.load(file))
        session.history = list(self._history(session_id))
        session.saved = len(session.history)
        return self.adopt(session)

    def save(self, session: Session) -> None:
        """Writes what has changed; without a state directory nothing."""
        if self._directory is None:
            return
        with self._lock:
            new, session.saved = session.history[session.saved :], len(session.history)
            with open(self._path(session.id, ".jsonl"), "ab") as file:
                file.writelines(map(encode, new))
            head = asdict(session) | {"history": [], "saved": 0}
            _replace(self._path(session.id, ".json"), [encode(head)])

    def all(self) -> list[Session]:
        """Every session that could be loaded."""
        names = os.listdir(self._directory) if self._directory is not None else []
        on_disk = {name.removesuffix(".json") for name in names if name.endswith(".json")}
        sessions = (self.load(session_id) for session_id in sorted(on_disk | self._live.keys()))
        return [session for session in sessions if session is not None]

    def count(self, key: str) -> int:
        """How often this was called with `key` before, across the processes of the directory."""
        with self._lock:
            counters = self._counters
            path = None if self._directory is None else self._path("counters", "")
            if path is not None and os.path.exists(path):
                with open(path, "rb") as file:
                    counters = json.load(file)
            before = counters.get(key, 0)
            counters[key] = before + 1
            if path is not None:
                _replace(path, [encode(counters)])
            return before

    def _history(self, session_id: str) -> Iterator[JsonObject]:
        path = self._path(session_id, ".jsonl")
        if os.path.exists(path):
            with open(path, "rb") as file:
                yield from (json.loads(line) for line in file)

    def _path(self, session_id: str, suffix: str) -> str:
        assert self._directory is not None
        return os.path.join(self._directory, os.path.basename(session_id) + suffix)


def _replace(path: str, lines: Iterable[bytes]) -> None:
    with open(path + ".new", "wb") as file:
        file.writelines(lines)
    os.replace(path + ".new", path)
