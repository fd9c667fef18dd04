"""Using the tools of an MCP server, which is started for it and ends right after."""

import os
from typing import Any, Final

import anyio
import msgspec

from easel_acp import sdk
from easel_acp.practice_agent.lines import JsonObject

START_SECONDS: Final = 60.0


class ToolFailedError(Exception):
    """The server is not there, or the tool did not do it. The text says why."""


async def use_tool(
    server: sdk.McpServerStdio, name: str, arguments: JsonObject, seconds: float = START_SECONDS
) -> Any:
    """What a tool gives back: JSON where its text is JSON.

    Raises:
        ToolFailedError: it did not work, or took longer than `seconds`.
    """
    try:
        with anyio.fail_after(seconds):
            text, failed = await _call(server, name, arguments)
    except Exception as error:
        raise ToolFailedError(f"`{name}` of {server.name}: {_root(error)!r}") from error
    if failed:
        raise ToolFailedError(text)
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


async def _call(server: sdk.McpServerStdio, name: str, arguments: JsonObject) -> tuple[str, bool]:
    from mcp import StdioServerParameters  # noqa: PLC0415  (a second that other commands save)
    from mcp.client.client import Client  # noqa: PLC0415
    from mcp_types import CallToolResult, TextContent  # noqa: PLC0415

    environment = {**os.environ, **{entry.name: entry.value for entry in server.env}}
    parameters = StdioServerParameters(command=server.command, args=server.args, env=environment)
    async with Client(parameters) as client:
        result = await client.call_tool(name, arguments)
    assert isinstance(result, CallToolResult)
    texts = [block.text for block in result.content if isinstance(block, TextContent)]
    return "\n".join(texts), bool(result.is_error)


def _root(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
