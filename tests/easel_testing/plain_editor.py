"""An editor that knows nothing of Easel: it speaks plain LSP, and a person sits before it."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio

from easel_server.client.connect import connect_tcp
from easel_server.io.channel import MessageChannel
from easel_testing.agents import WAIT_SECONDS, ScriptedAgent
from easel_testing.easel import SharedServer, check_traffic
from easel_testing.lsp_client import NOISE, RecordingClient

REQUEST_SECONDS = 30.0
CAPABILITIES: Mapping[str, Any] = {
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
    "workspace": {
        "applyEdit": True,
        "workspaceEdit": {"documentChanges": True},
        "codeLens": {"refreshSupport": True},
    },
}

Json = dict[str, Any]


@dataclass
class Dialog:
    """A message with buttons, until somebody presses one or it is taken away."""

    params: Json
    _answer: Json | None = None
    _answered: anyio.Event = field(default_factory=anyio.Event)
    gone: bool = False

    @property
    def message(self) -> str:
        """What it says."""
        return str(self.params["message"])

    @property
    def buttons(self) -> list[str]:
        """What can be pressed."""
        return [action["title"] for action in self.params.get("actions") or ()]

    def press(self, button: str | None) -> None:
        """Press a button; None closes the dialog."""
        self._answer = None if button is None else {"title": button}
        self._answered.set()

    async def answer(self) -> Json | None:
        """What was pressed."""
        try:
            await self._answered.wait()
        except anyio.get_cancelled_exc_class():
            self.gone = True
            raise
        return self._answer


class PlainEditor(RecordingClient):
    """Shows progress, dialogs and documents. What it does to documents is in `PlainDocuments`."""

    def __init__(self, channel: MessageChannel) -> None:
        quiet = {"textDocument/publishDiagnostics", "workspace/codeLens/refresh"}
        super().__init__(channel, noise=NOISE | quiet)
        self.progress: list[Json] = []
        self.dialogs: list[Dialog] = []
        self.shown: list[Json] = []
        self.on_notification("$/progress", self._progress)
        self.on_request("window/workDoneProgress/create", self._ok)
        self.on_request("workspace/codeLens/refresh", self._ok)
        self.on_request("window/showMessageRequest", self._show_dialog)
        self.on_request("window/showDocument", self._show_document)

    async def command(self, command: str, *arguments: Any) -> Any:
        """Run a command of the server."""
        params = {"command": command, "arguments": list(arguments)}
        return await self.request("workspace/executeCommand", params, timeout=REQUEST_SECONDS)

    async def conversation(self, **params: Any) -> str:
        """A new conversation."""
        created = await self.command("easel.conversation.create", params)
        conversation_id: str = created["conversation"]["id"]
        return conversation_id

    async def prompt(self, conversation_id: str, prompt: str, **params: Any) -> Json:
        """Send a prompt and wait for the end of its turn."""
        about = {"conversationId": conversation_id, "prompt": prompt, **params}
        result: Json = await self.command("easel.conversation.prompt", about)
        return result

    async def until(self, test: Callable[[], bool]) -> None:
        """Return once what has arrived passes the test."""
        while not test():
            await self.arrival()

    def kinds(self) -> list[str]:
        """The kinds of progress so far."""
        return [told["value"]["kind"] for told in self.progress]

    def steps(self) -> list[str]:
        """The messages of progress so far."""
        return [told["value"].get("message", "") for told in self.progress]

    async def dialog(self, number: int = 1) -> Dialog:
        """The dialog of that number, counted from 1."""
        await self.until(lambda: len(self.dialogs) >= number)
        return self.dialogs[number - 1]

    def _progress(self, params: Json) -> None:
        self.progress.append(params)
        self.arrived()

    async def _ok(self, _: Json) -> None:
        return None

    async def _show_dialog(self, params: Json) -> Json | None:
        dialog = Dialog(params)
        self.dialogs.append(dialog)
        self.arrived()
        try:
            return await dialog.answer()
        finally:
            self.arrived()

    async def _show_document(self, params: Json) -> Json:
        self.shown.append(params)
        self.arrived()
        return {"success": True}


@asynccontextmanager
async def plain_editor(
    server: SharedServer,
    directory: Path,
    agent: ScriptedAgent,
    *,
    capabilities: Mapping[str, Any] = CAPABILITIES,
    settings: Mapping[str, Any] | None = None,
) -> AsyncIterator[PlainEditor]:
    """Such an editor with a workspace in `directory`. The agent must have had no cause to complain.

    At its end its conversations are gone.
    """
    workspace = directory / "workspace"
    workspace.mkdir(parents=True, exist_ok=True)
    easel = {"agents": {"test": agent.setting}, "defaultAgent": "test", "token": server.token}
    logged = server.log.stat().st_size
    async with connect_tcp("127.0.0.1", server.port) as channel, PlainEditor(channel) as editor:
        await editor.initialize(
            capabilities=capabilities,
            options={"easel": {**easel, **(settings or {})}},
            root_uri=workspace.as_uri(),
        )
        yield editor
        about = {"cwd": workspace.as_uri()}
        for info in (await editor.command("easel.conversation.list", about))["conversations"]:
            await editor.command("easel.conversation.delete", {"conversationId": info["id"]})
    check_traffic(agent)
    assert "Traceback" not in (told := server.log.read_text()[logged:]), told


async def in_file(path: Path, text: str) -> None:
    """Return once the file holds the text."""
    deadline = time.monotonic() + WAIT_SECONDS
    while text not in (now := path.read_text() if path.exists() else ""):
        assert time.monotonic() < deadline, now
        await anyio.sleep(0.01)
