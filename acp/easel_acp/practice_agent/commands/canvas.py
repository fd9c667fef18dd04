"""Shows canvases and acts on them, with the MCP server that Easel gives to agents."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import Any, Final, assert_never

import msgspec

from easel_acp import sdk
from easel_acp.practice_agent.commands.canvas_request import (
    Act,
    Close,
    List,
    Open,
    Show,
    UnclearError,
    Update,
    parsed,
)
from easel_acp.practice_agent.commands.canvas_samples import SAMPLES
from easel_acp.practice_agent.commands.command import Command, plain
from easel_acp.practice_agent.mcp_tools import ToolFailedError, Tools, use_tool, with_tools
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Say, Steps, Tool, code_content

SERVERS: Final = ("easel", "easel-canvas")
"""The names that Easel's own server may have."""
WAIT_SECONDS: Final = 45
ROUNDS: Final = 20
"""How often the agent goes on waiting: a person has a quarter of an hour."""

OpenCanvas = Mapping[str, str]
"""What is told of one: its `instanceId`, `canvasId` and title."""


async def _canvas(scene: Scene, argument: str) -> Steps:
    try:
        request = parsed(argument)
    except UnclearError as error:
        yield Say(f"{error}.\n\n{_USAGE}")
        return
    server = _easel(scene)
    if server is None:
        yield Say("I was given no tools for canvases: nobody who started me can show them.\n")
        return
    use = _open(server, request) if isinstance(request, Open) else _use(server, request)
    async with aclosing(use) as steps:
        async for step in steps:
            yield step


async def _open(server: sdk.McpServerStdio, request: Open) -> Steps:
    input_ = SAMPLES.get(request.kind, {}) if request.input is None else request.input
    arguments = {"canvasId": request.kind, "input": input_}
    tool = Tool("open_canvas", "other", arguments)
    yield tool.start()
    yield tool.running()
    try:
        opened = await use_tool(server, tool.title, arguments)
    except ToolFailedError as error:
        yield tool.failed(str(error))
        yield Say(f"The canvas did not open: {error}\n")
        return
    yield tool.done(opened)
    yield Say(f"I opened the canvas `{opened['instanceId']}`.\n\n")
    if request.kind == "form":
        async with aclosing(_answer(server, opened["instanceId"])) as steps:
            async for step in steps:
                yield step


async def _use(server: sdk.McpServerStdio, request: Act | Show | Update | Close | List) -> Steps:
    """Use a tool on the canvas that is meant, which is open."""
    name, arguments = _tool(request)

    async def use(tools: Tools) -> Any:
        if isinstance(request, List):
            return (await tools(name, {}))["open"]
        listed = await tools("list_canvas_capabilities", {})
        canvas = _meant(listed["open"], request.canvas)
        kind = {"canvasId": canvas["canvasId"]} if isinstance(request, Show) else {}
        return await tools(name, {**arguments, **kind, "instanceId": canvas["instanceId"]})

    tool = Tool(name, "other", arguments)
    yield tool.start()
    yield tool.running()
    try:
        value = await with_tools(server, use)
    except ToolFailedError as error:
        yield tool.failed(str(error))
        yield Say(f"That did not work: {error}\n")
        return
    text = msgspec.json.encode(value).decode()
    yield tool.done(value, [code_content(text)])
    yield Say(f"Done: `{text}`\n")


def _tool(request: Act | Show | Update | Close | List) -> tuple[str, dict[str, Any]]:
    """The tool and its arguments, but for the canvas."""
    match request:
        case Act(action=action, input=input_):
            return "invoke_canvas_action", {"actionName": action, "input": input_}
        case Show(input=input_):
            return "open_canvas", {} if input_ is None else {"input": input_}
        case Update(changes=changes):
            return "update_canvas", changes
        case Close():
            return "close_canvas", {}
        case List():
            return "list_canvas_capabilities", {}
        case _:
            assert_never(request)


def _meant(open_: Sequence[OpenCanvas], name: str) -> OpenCanvas:
    """The canvas of that id, else the newest of that kind."""
    for field in ("instanceId", "canvasId"):
        for canvas in reversed(open_):
            if canvas[field] == name:
                return canvas
    ids = ", ".join(f"`{canvas['instanceId']}`" for canvas in open_) or "none"
    raise ToolFailedError(f"No canvas `{name}` is open. Open are: {ids}.")


async def _answer(server: sdk.McpServerStdio, instance_id: str) -> Steps:
    """Wait for the answer to a form, in rounds."""
    yield Say("Please fill it in: I wait for your answer. Stop works here too.\n\n")
    arguments = {
        "instanceId": instance_id,
        "actionName": "wait",
        "input": {"timeoutSeconds": WAIT_SECONDS},
    }
    tool = Tool("invoke_canvas_action", "other", arguments)
    yield tool.start()
    yield tool.running()
    result: Mapping[str, Any] = {"state": "open"}
    try:
        for _ in range(ROUNDS):
            if result["state"] == "open":
                result = await use_tool(server, "invoke_canvas_action", arguments, 120)
    except ToolFailedError as error:
        yield tool.failed(str(error))
        return
    yield tool.done(result, [code_content(str(result))])
    yield Say(_thanks(result))


def _thanks(result: Mapping[str, Any]) -> str:
    if result["state"] != "submitted":
        return "You would rather not answer. That is fine.\n"
    rows = "\n".join(f"- {name}: **{value}**" for name, value in (result["values"] or {}).items())
    return f"Thank you! You answered:\n\n{rows}\n"


def _easel(scene: Scene) -> sdk.McpServerStdio | None:
    for server in scene.session.mcp_servers:
        if isinstance(server, sdk.McpServerStdio) and server.name in SERVERS:
            return server
    return None


_USAGE: Final = """\
- `/canvas KIND`, `/canvas KIND {"input": "as JSON"}`: open one
- `/canvas KIND ACTION {"input": "as JSON"}`: do one of its actions
- `/canvas show KIND`, `/canvas update KIND {"status": "half done"}`, `/canvas close KIND`
- `/canvas list`: what is open
"""

CANVAS = Command(
    "canvas",
    "Show a canvas beside the chat",
    _canvas,
    hint=f"[{' | '.join(SAMPLES)}] [action] [JSON], [show | update | close] [kind]",
    words=plain(r"(?:show|open) (?:me )?a(?:n)? (?P<argument>\w+) canvas"),
)
