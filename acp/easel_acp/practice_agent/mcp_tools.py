"""Using the tools of an MCP server, which is started for it and ends right after."""

import os
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol, TypeVar

import anyio
import msgspec

from easel_acp import sdk
from easel_acp.practice_agent.lines import JsonObject

START_SECONDS: Final = 60.0


class ToolFailedError(Exception):
    """The server is not there, or the tool did not do it. The text says why."""


class Tools(Protocol):
    """A server that is up."""

    async def __call__(self, name: str, arguments: JsonObject) -> Any:
        """What a tool gives back: JSON where its text is JSON.

        Raises:
            ToolFailedError: it did not work.
        """
        ...


Result = TypeVar("Result")


async def use_tool(
    server: sdk.McpServerStdio, name: str, arguments: JsonObject, seconds: float = START_SECONDS
) -> Any:
    """What one tool gives back.

    Raises:
        ToolFailedError: it did not work, or took longer than `seconds`.
    """

    async def use(tools: Tools) -> Any:
        return await tools(name, arguments)

    return await with_tools(server, use, seconds)


async def with_tools(
    server: sdk.McpServerStdio,
    work: Callable[[Tools], Awaitable[Result]],
    seconds: float = START_SECONDS,
) -> Result:
    """Do some work with the tools of a server that is started once for it.

    Raises:
        ToolFailedError: a tool did not work, or it all took longer than `seconds`.
    """
    try:
        with anyio.fail_after(seconds):
            return await _with_tools(server, work)
    except Exception as error:
        root = _root(error)
        if isinstance(root, ToolFailedError):
            raise root from None
        raise ToolFailedError(f"The tools of {server.name} cannot be used: {root!r}") from error


async def _with_tools(
    server: sdk.McpServerStdio, work: Callable[[Tools], Awaitable[Result]]
) -> Result:
    from mcp import StdioServerParameters  # noqa: PLC0415  (a second that other commands save)
    from mcp.client.client import Client  # noqa: PLC0415
    from mcp_types import CallToolResult, TextContent  # noqa: PLC0415

    async def use(name: str, arguments: JsonObject) -> Any:
        result = await client.call_tool(name, arguments)
        assert isinstance(result, CallToolResult)
        texts = [block.text for block in result.content if isinstance(block, TextContent)]
        if result.is_error:
            raise ToolFailedError("\n".join(texts))
        return _value("\n".join(texts))

    environment = {**os.environ, **{entry.name: entry.value for entry in server.env}}
    parameters = StdioServerParameters(command=server.command, args=server.args, env=environment)
    async with Client(parameters) as client:
        return await work(use)


def _value(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def _root(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
