"""An editor that follows canvases and provides its own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from easel_server.client.connect import connect_tcp, open_server_process
from easel_server.io.channel import MessageChannel
from easel_testing.easel import SERVER, SharedServer, introduce, server_environment
from easel_testing.easel_client import EaselClient, Json

DIFF: Json = {
    "canvasId": "compare",
    "displayName": "Compare",
    "description": "Two texts side by side.",
    "inputSchema": {
        "type": "object",
        "properties": {"left": {"type": "string"}, "right": {"type": "string"}},
        "required": ["left"],
        "additionalProperties": False,
    },
    "actions": [
        {
            "name": "goto",
            "inputSchema": {"type": "object", "properties": {"line": {"type": "integer"}}},
        }
    ],
}
"""As `pr298-r1` has it."""

Answer = Callable[[Json], Awaitable[Any]]


class CanvasEditor(EaselClient):
    """Keeps the actions that it is told, and answers as the provider of its canvases."""

    def __init__(self, channel: MessageChannel, **canvas: Any) -> None:
        """`canvas`: what it announces."""
        super().__init__(channel)
        announced = {"protocolVersion": 1, "canvas": {"profile": "pr298-r1", **canvas}}
        self.announcement = {"experimental": {"easel": announced}}
        self.actions: list[Json] = []
        self.asked: list[tuple[str, Json]] = []
        self.answers: dict[str, Answer] = {}
        self._seq = 0
        self.on_notification("easel/ahp/action", self._action)
        for name in (
            "canvasOpen",
            "canvasInvokeAction",
            "canvasInvokeOperation",
            "canvasClose",
            "canvasReadResource",
            "resourceRead",
        ):
            self.on_request(f"easel/ahp/{name}", self._provider_of(name))

    def dispatch(self, channel: str, type_: str, **fields: Any) -> int:
        """Send an action; returns its number."""
        self._seq += 1
        params = {"channel": channel, "clientSeq": self._seq, "action": {"type": type_, **fields}}
        self.notify("easel/ahp/dispatchAction", params)
        return self._seq

    def provide(self, conversation: str, *canvases: Json, client_id: str = "vim") -> int:
        """Declare canvases in a conversation."""
        active = {"clientId": client_id, "tools": [], "canvasProviders": list(canvases)}
        channel = f"ahp-session:/{conversation}"
        return self.dispatch(channel, "session/activeClientSet", activeClient=active)

    async def ready(self, channel: str) -> None:
        """Return when who shows the canvas does so (again)."""
        while (await self.subscribe(channel))["availability"] == "stale":
            await self.told("canvas/updated", availability="ready")

    async def subscribe(self, channel: str) -> Json:
        """Follow a channel; returns its state."""
        answer = await self.ask("ahp/subscribe", channel=channel)
        state: Json = answer["snapshot"]["state"]
        return state

    async def outcome(self, number: int) -> Json:
        """What came of the action of that number."""
        return await self.action(lambda one: one.get("origin", {}).get("clientSeq") == number)

    async def action(self, test: Callable[[Json], bool]) -> Json:
        """The first action that it is told, early or late, that passes the test."""
        await self.until(lambda: any(map(test, self.actions)))
        return next(filter(test, self.actions))

    async def told(self, type_: str, **fields: Any) -> Json:
        """The first action of that type with these fields."""
        wanted = {"type": type_, **fields}
        return await self.action(lambda one: wanted.items() <= one["action"].items())

    async def was_asked(self, name: str) -> Json:
        """The params of the first request of that name."""
        await self.until(lambda: any(asked == name for asked, _ in self.asked))
        return next(params for asked, params in self.asked if asked == name)

    def _action(self, params: Json) -> None:
        self.actions.append(params)
        self.arrived()

    def _provider_of(self, name: str) -> Answer:
        async def answer(params: Json) -> Any:
            self.asked.append((name, params))
            self.arrived()
            return await self.answers.get(name, _nothing)(params)

        return answer


@asynccontextmanager
async def canvas_editor(
    server: SharedServer, directory: Path, **canvas: Any
) -> AsyncIterator[CanvasEditor]:
    """An editor that announces canvases; at the end its conversations are gone."""
    logged = server.log.stat().st_size
    async with (
        connect_tcp("127.0.0.1", server.port) as channel,
        CanvasEditor(channel, **canvas) as editor,
    ):
        await introduce(editor, directory, {}, {}, token=server.token)
        yield editor
        for conversation in editor.created:
            await editor.act("delete", conversation)
    assert "Traceback" not in (told := server.log.read_text()[logged:]), told


@asynccontextmanager
async def server_with_canvas_editor(
    directory: Path,
    settings: Mapping[str, Any] | None = None,
    agents: Mapping[str, Any] | None = None,
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[CanvasEditor]:
    """A server of its own, whose state lies in `directory`, and the editor it serves."""
    environment = server_environment(directory / "home", env or {})
    async with (
        open_server_process(SERVER, env=environment) as server,
        CanvasEditor(server.channel) as editor,
    ):
        editor.noise.add("easel/lease/didChange")
        await introduce(editor, directory, agents or {}, settings or {})
        yield editor


async def _nothing(_: Json) -> Json:
    return {}
