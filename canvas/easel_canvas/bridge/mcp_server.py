"""The MCP server that an agent starts: `easel mcp`. The only module that imports the MCP SDK.

It has no state of its own. It ends when the agent closes its stdin, and when Easel closes the
socket, so that nothing of it outlives the agent or the conversation.
"""

import logging
import os
from collections.abc import Mapping
from typing import Any, Final, NoReturn
from urllib.parse import quote, unquote

import anyio
import mcp_types as types
import msgspec
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import NotificationOptions, Server
from mcp.server.session import ServerSession
from mcp.server.stdio import stdio_server
from mcp.server.subscriptions import (
    InMemorySubscriptionBus,
    ListenHandler,
    ResourcesListChanged,
    ResourceUpdated,
)
from mcp.shared.exceptions import MCPError

from easel_canvas.bridge.client import BridgeClient, CallFailed, connected
from easel_canvas.bridge.tools import INSTRUCTIONS, LIST_OPEN, READ_TEXT, TOOLS, Tool
from easel_canvas.bridge.wire import ADDRESS_VARIABLE, TOKEN_VARIABLE, Changed
from easel_canvas.checks.limits import LIMITS
from easel_canvas.values import Json

logger = logging.getLogger(__name__)

Context = ServerRequestContext[Any, Any]
Empty = types.EmptyResult
URI: Final = "easel-canvas:///"


class NotStartedByEasel(Exception):
    """The environment does not say where Easel is."""


def serve(environment: Mapping[str, str], version: str) -> None:
    """Serve the agent that started this process.

    When Easel closes the connection the process ends here: a thread that waits for stdin cannot
    be told that it is over.

    Raises:
        NotStartedByEasel: the environment does not say where Easel is.
        NotLetIn: Easel is not there, or the conversation is over.
    """
    anyio.run(_serve, environment, version)


async def _serve(environment: Mapping[str, str], version: str) -> None:
    address, token = environment.get(ADDRESS_VARIABLE), environment.get(TOKEN_VARIABLE)
    if not address or not token:
        raise NotStartedByEasel(
            "Agents start this by themselves; Easel names it to them with each conversation."
        )
    async with connected(address, token) as client, anyio.create_task_group() as tasks:
        news = _News()
        tasks.start_soon(_end_with, client, news)
        async with stdio_server() as (reading, writing):
            server = make_server(client, news, version)
            options = server.create_initialization_options(NotificationOptions(False, True))
            await server.run(reading, writing, options)
        tasks.cancel_scope.cancel()


async def _end_with(client: BridgeClient, news: "_News") -> NoReturn:
    await client.run(news.tell)
    os._exit(0)


def make_server(client: BridgeClient, news: "_News", version: str) -> "Server[Any]":
    """A server that passes everything on to Easel."""
    handlers = _Handlers(client, news)
    return Server(
        "easel",
        version=version,
        title="Easel",
        instructions=INSTRUCTIONS,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_read_resource=handlers.read_resource,
        on_subscribe_resource=news.follow,
        on_unsubscribe_resource=news.leave,
        on_subscriptions_listen=ListenHandler(news.bus),
    )


class _News:
    """Tells an agent that the resources are others, or one of them shows something else.

    Agents that begin with a handshake are told the one if they have ever listed them, the other if
    they subscribed; those of the newer protocol if they listen on the bus.
    """

    def __init__(self) -> None:
        self.bus = InMemorySubscriptionBus()
        self._lister: ServerSession | None = None
        self._following: dict[str, ServerSession] = {}

    def listed_by(self, session: ServerSession) -> None:
        """Have it told when there are others."""
        self._lister = session

    async def follow(self, context: Context, params: types.SubscribeRequestParams) -> Empty:
        """Have it told of a resource; of as many as there can be canvases."""
        if len(self._following) < LIMITS.open_canvases:
            self._following[params.uri] = context.session
        return Empty()

    async def leave(self, _: Context, params: types.UnsubscribeRequestParams) -> Empty:
        """Have it told no more."""
        self._following.pop(params.uri, None)
        return Empty()

    async def tell(self, changed: Changed) -> None:
        """Something is different now."""
        if changed.instance_id is None:
            await self.bus.publish(ResourcesListChanged())
            if self._lister is not None:
                await self._lister.send_resource_list_changed()
            return
        uri = _uri(changed.instance_id)
        await self.bus.publish(ResourceUpdated(uri=uri))
        if uri in self._following:
            await self._following[uri].send_resource_updated(uri)


class _Handlers:
    def __init__(self, client: BridgeClient, news: _News) -> None:
        self._client = client
        self._news = news

    async def list_tools(
        self, _: object, __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_announced(tool) for tool in TOOLS])

    async def call_tool(
        self, _: object, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        if params.name not in {tool.name for tool in TOOLS}:
            return _told(f"There is no tool {params.name!r}.", is_error=True)
        try:
            value = await self._client.call(params.name, params.arguments or {})
        except CallFailed as failure:
            return _told(str(failure), is_error=True)
        return _told(_text(value))

    async def list_resources(
        self, context: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        self._news.listed_by(context.session)
        found = [
            types.Resource(
                uri=_uri(canvas["instanceId"]),
                name=canvas["instanceId"],
                title=canvas["title"],
                description=f"The open canvas of the kind `{canvas['canvasId']}`, as text.",
                mime_type="text/markdown",
            )
            for canvas in await self._client.call(LIST_OPEN, {})
        ]
        return types.ListResourcesResult(resources=found)

    async def read_resource(
        self, _: object, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        instance_id = unquote(params.uri.removeprefix(URI))
        try:
            text = await self._client.call(READ_TEXT, {"instanceId": instance_id})
        except CallFailed as failure:
            raise MCPError(types.INVALID_PARAMS, str(failure)) from None
        content = types.TextResourceContents(uri=params.uri, mime_type="text/markdown", text=text)
        return types.ReadResourceResult(contents=[content])


def _announced(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        annotations=types.ToolAnnotations(
            read_only_hint=tool.reads_only, destructive_hint=False, open_world_hint=False
        ),
    )


def _uri(instance_id: str) -> str:
    return URI + quote(instance_id)


def _told(text: str, *, is_error: bool = False) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)], is_error=is_error
    )


def _text(value: Json) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
