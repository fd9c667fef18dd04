"""The MCP server that Easel gives to agents, so that they can open canvases."""

import logging
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final

from anyio.abc import TaskGroup

from easel_canvas.bridge.admission import Admission
from easel_canvas.bridge.agent_tools import AgentTools
from easel_canvas.bridge.listener import Admitted, BridgeListener
from easel_canvas.bridge.news import change_in
from easel_canvas.model.envelope import Envelope
from easel_canvas.values import SessionId
from easel_conversation.conversation import Conversation
from easel_conversation.events import Event, TurnEnded
from easel_conversation.values import JsonObject
from easel_server.canvases.lazy import CanvasListener, LazyCanvases
from easel_server.settings import Settings

logger = logging.getLogger(__name__)

NAME: Final = "easel"
OTHER_NAME: Final = "easel-canvas"
"""Where a user has a server of that name."""
COMMAND: Final = (sys.executable, "-P", "-m", "easel_server", "mcp")
"""`-P`: an agent starts it in the project, whose files must not be imported."""


class AgentServers:
    """Implements `OwnServers`."""

    def __init__(
        self,
        tasks: TaskGroup,
        state_dir: Path,
        canvases: LazyCanvases,
        settings: Callable[[], Settings],
    ) -> None:
        """`canvases` are made when the first agent uses them."""
        self._settings = settings
        self._listener = BridgeListener(tasks, state_dir / "run")
        self._canvases = canvases

    @asynccontextmanager
    async def serving(self, conversation: Conversation) -> AsyncIterator[tuple[JsonObject, ...]]:
        """One server, whose secret is good for this conversation and this block."""
        async with AsyncExitStack() as stack:
            tools = AgentTools(lambda: self._canvases.get().of(conversation))
            try:
                admitted = await stack.enter_async_context(self._listener.admitted(tools))
            except OSError as error:
                logger.error("agents cannot open canvases: %s", error)
                yield ()
                return
            stack.callback(conversation.listen(_cancels_calls(admitted.admission)))
            session = SessionId(conversation.state.id)
            stack.callback(self._canvases.listen(_tells(admitted.admission, session)))
            own = conversation.state.mcp_servers
            taken = {*self._settings().mcp_servers, *(server.get("name") for server in own)}
            yield (_entry(admitted, OTHER_NAME if NAME in taken else NAME),)


def _tells(admission: Admission, session: SessionId) -> CanvasListener:
    """An agent is told when canvases of its conversation are others."""

    def listener(happened_in: SessionId, envelope: Envelope) -> None:
        change = change_in(envelope) if happened_in == session else None
        if change is not None:
            admission.note(change)

    return listener


def _cancels_calls(admission: Admission) -> Callable[[Any, tuple[Event, ...]], None]:
    """An agent that was stopped waits for nobody, whether it says so to its tools or not."""

    def listener(_: Conversation, events: tuple[Event, ...]) -> None:
        if any(isinstance(event, TurnEnded) for event in events):
            admission.cancel_calls()

    return listener


def _entry(admitted: Admitted, name: str) -> JsonObject:
    """In the form of ACP."""
    program, *arguments = COMMAND
    return {
        "name": name,
        "command": program,
        "args": arguments,
        "env": [{"name": key, "value": value} for key, value in admitted.environment.items()],
    }
