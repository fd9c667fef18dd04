"""The plain way: the SDK's connection to the agent, pygls' `notify` to the editor.

    python plain.py AGENT-COMMAND...

The request `prompt` is a prompt.
"""

import sys
from contextlib import AsyncExitStack
from typing import Any, cast

import acp
from acp.client.connection import ClientSideConnection
from pygls.lsp.server import LanguageServer

server = LanguageServer("plain", "1")
running = AsyncExitStack()
sessions: list[tuple[ClientSideConnection, str]] = []


class Editor:
    """Tells the editor of every update."""

    async def session_update(self, session_id: str, update: Any, **_: Any) -> None:
        """An update of the agent."""
        told = update.model_dump(mode="json", by_alias=True, exclude_none=True)
        server.protocol.notify("didUpdate", {"conversationId": session_id, "events": [told]})


@server.feature("prompt")
async def prompt(params: Any) -> dict[str, Any]:
    """A turn."""
    if not sessions:
        sessions.append(await open_session())
    agent, session_id = sessions[0]
    content: list[Any] = [acp.text_block(block.text) for block in params.prompt]
    answer = await agent.prompt(session_id=session_id, prompt=content)
    return {"stopReason": answer.stop_reason}


async def open_session() -> tuple[ClientSideConnection, str]:
    """Start the agent."""
    spawned = acp.spawn_agent_process(cast("acp.Client", Editor()), *sys.argv[1:])
    agent, _ = await running.enter_async_context(spawned)
    await agent.initialize(protocol_version=acp.PROTOCOL_VERSION)
    session = await agent.new_session(cwd="/", mcp_servers=[])
    return agent, session.session_id


server.start_io()
