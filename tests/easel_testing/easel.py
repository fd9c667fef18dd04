"""The real server as a process of its own, and a client that follows conversations."""

import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from easel_server.client.connect import open_server_process
from easel_server.io.channel import MessageChannel
from easel_testing.lsp_client import NOISE, RecordingClient

SERVER = [sys.executable, "-P", "-m", "easel_server", "serve"]
REQUEST_SECONDS = 30.0
ANNOUNCEMENT = {"experimental": {"easel": {"protocolVersion": 1}}}

Json = dict[str, Any]


class EaselClient(RecordingClient):
    """Speaks `easel/*`. Notifications of conversations are kept by conversation, not as unread."""

    def __init__(self, channel: MessageChannel) -> None:
        super().__init__(channel, noise=NOISE | {"textDocument/publishDiagnostics"})
        self.events: dict[str, list[Json]] = {}
        self.infos: dict[str, Json] = {}
        self.pid = 0
        self.on_notification("easel/conversation/didUpdate", self._did_update)
        self.on_notification("easel/conversation/didChange", self._did_change)

    async def ask(self, method: str, **params: Any) -> Json:
        """A request `easel/<method>`; fails on an error response."""
        result: Json = await self.request(f"easel/{method}", params, timeout=REQUEST_SECONDS)
        return result

    async def conversation(self, **params: Any) -> str:
        """A new conversation that this client follows; returns its id."""
        created = await self.ask("conversation/create", **params)
        conversation_id: str = created["conversation"]["id"]
        await self.open(conversation_id)
        return conversation_id

    async def open(self, conversation_id: str, **params: Any) -> Json:
        """Open and follow a conversation."""
        opened = await self.ask("conversation/open", conversationId=conversation_id, **params)
        self.events.setdefault(conversation_id, []).extend(opened["events"])
        return opened

    async def prompt(self, conversation_id: str, prompt: Any, **params: Any) -> Json:
        """Send a prompt and wait for the end of its turn."""
        return await self.ask(
            "conversation/prompt", conversationId=conversation_id, prompt=prompt, **params
        )

    async def event(
        self, conversation_id: str, type_: str, test: Callable[[Json], bool] = lambda _: True
    ) -> Json:
        """The first event of that type, old or new, that passes the test."""
        seen = 0
        while True:
            events = self.events.get(conversation_id, [])
            for event in events[seen:]:
                if event["type"] == type_ and test(event):
                    return event
            seen = len(events)
            await self.arrival()

    def text(self, conversation_id: str, role: str = "assistant", turn: str | None = None) -> str:
        """What was said so far in messages of that role."""
        return "".join(
            event["content"].get("text", "")
            for event in self.events[conversation_id]
            if event["type"] == "message"
            and event["role"] == role
            and turn in (None, event["turnId"])
        )

    def of_type(self, conversation_id: str, type_: str) -> list[Json]:
        """Every event of that type so far."""
        return [event for event in self.events[conversation_id] if event["type"] == type_]

    def _did_update(self, params: Json) -> None:
        events = self.events.setdefault(params["conversationId"], [])
        reached = events[-1]["seq"] if events else None
        for event in params["events"]:
            first = event.get("firstSeq", event["seq"])
            assert reached is None or first == reached + 1, f"a gap before {event}"
            reached = event["seq"]
        events.extend(params["events"])
        self.arrived()

    def _did_change(self, params: Json) -> None:
        info = params["conversation"]
        self.infos[info["id"]] = info
        self.arrived()


@asynccontextmanager
async def easel(
    directory: Path,
    *,
    agents: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    announce: bool = True,
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[EaselClient]:
    """A server whose home, state and workspace lie in `directory`, with a client that talks to it.

    `agents` maps names to values of `easel.agents`; the first is the default agent.
    """
    home = directory / "home"
    workspace = directory / "workspace"
    home.mkdir(parents=True, exist_ok=True)
    workspace.mkdir(exist_ok=True)
    options = {"agents": dict(agents or {}), **(settings or {})}
    if agents:
        options.setdefault("defaultAgent", next(iter(agents)))
    async with (
        open_server_process(SERVER, env=server_environment(home, env or {})) as server,
        EaselClient(server.channel) as client,
    ):
        client.pid = server.process.pid
        await client.initialize(
            capabilities=ANNOUNCEMENT if announce else {},
            options={"easel": options},
            root_uri=workspace.as_uri(),
        )
        yield client


def server_environment(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    """The environment of a user who has nothing but a home."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's server does not compile at each start
    return {
        **inherited,
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CONFIG_HOME": str(home / "config"),
        **more,
    }
