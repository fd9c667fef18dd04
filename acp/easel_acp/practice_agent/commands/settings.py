"""Commands that change or show the settings of the session."""

from easel_acp import sdk
from easel_acp.practice_agent.commands.command import Command
from easel_acp.practice_agent.pace import PACES
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.session import McpServer
from easel_acp.practice_agent.settings import (
    MODE_OPTION,
    MODES,
    PACE_OPTION,
    BadSettingError,
    changes,
    set_option,
)
from easel_acp.practice_agent.steps import Say, Show, Steps


def _mode(scene: Scene, argument: str) -> Steps:
    return _set(scene, MODE_OPTION, argument, list(MODES))


def _pace(scene: Scene, argument: str) -> Steps:
    return _set(scene, PACE_OPTION, argument, list(PACES))


async def _set(scene: Scene, option: str, value: str, known: list[str]) -> Steps:
    record = scene.session.record
    if not value:
        choices = ", ".join(f"`{choice}`" for choice in known)
        yield Say(f"The {option} is `{getattr(record, option)}`. There are: {choices}.\n")
        return
    try:
        set_option(record, option, value)
    except BadSettingError as error:
        yield Say(f"{error}.\n")
        return
    for update in changes(record, with_booleans=scene.client.knows_boolean_options):
        yield Show(update)
    yield Say(f"The {option} is now `{value}`.\n")


async def _mcp(scene: Scene, argument: str) -> Steps:
    servers = scene.session.mcp_servers
    if not servers:
        yield Say("I was given no MCP servers.\n")
        return
    rows = "\n".join(f"- {_describe(server)}" for server in servers)
    yield Say(
        f"I was given these MCP servers. I only use the one of Easel, for `/canvas`:\n\n{rows}\n"
    )


def _describe(server: McpServer) -> str:
    """Name a server and where it is; never its environment or headers, which hold secrets."""
    match server:
        case sdk.McpServerStdio():
            return f"**{server.name}** (stdio): `{' '.join([server.command, *server.args])}`"
        case sdk.AcpMcpServer():
            return f"**{server.name}** (acp)"
        case _:
            return f"**{server.name}** ({server.type}): {server.url}"


MODE = Command("mode", "Say or change what I may do unasked", _mode, hint="[mode]")
PACE = Command("pace", "Say or change how fast I write", _pace, hint="[pace]")
MCP = Command("mcp", "List the MCP servers that I was given", _mcp)
