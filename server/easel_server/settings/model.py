"""The settings of Easel: every key, its shape, its default and what it means.

Field names are snake case here and camel case on the wire. The descriptions are shown to
people: the documentation and the settings of the VS Code extension are made from them.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from easel_acp.catalogue import AgentEntry
from easel_server.settings.mcp import McpServer

Milliseconds = Annotated[int, Meta(ge=0, le=60 * 60 * 1000)]
"""As on the wire: an hour at most."""
Deadline = Annotated[int, Meta(ge=1, le=24 * 60 * 60 * 1000)]
"""Milliseconds, at least one."""
Seconds = Annotated[float, Meta(ge=0, le=365 * 24 * 60 * 60)]
Bytes = Annotated[int, Meta(ge=1024, le=1024 * 1024 * 1024)]

KIB = 1024
MIB = 1024 * KIB


class Group(msgspec.Struct, frozen=True, rename="camel"):
    """An object in the settings whose keys are known."""


class CancelSettings(Group, frozen=True):
    """Stopping a turn."""

    timeout_ms: Annotated[
        Milliseconds,
        Meta(
            description="How many milliseconds to wait for the agent to end a turn that was "
            "stopped."
        ),
    ] = 5000
    on_timeout: Annotated[
        Literal["error", "interrupt"] | None,
        Meta(
            description="What follows when the agent did not end the turn in time: an error, "
            "or the end of its process. Unset: `interrupt` for a Stop in the user interface, "
            "`error` for a cancel request that does not say."
        ),
    ] = None


class InterruptSettings(Group, frozen=True):
    """Stopping a turn at once."""

    grace_ms: Annotated[
        Milliseconds,
        Meta(
            description="How many milliseconds an interrupted agent may take before its process "
            "is killed."
        ),
    ] = 500


class SessionLoadSettings(Group, frozen=True):
    """Bringing an agent's session back."""

    on_failure: Annotated[
        Literal["fresh", "ask", "fail"],
        Meta(
            description="What to do when the agent cannot load its session: go on with a new "
            "session and say so, ask, or fail."
        ),
    ] = "fresh"
    timeout_ms: Annotated[
        Deadline, Meta(description="How many milliseconds loading a session may take.")
    ] = 60_000


class StartupSettings(Group, frozen=True):
    """Starting an agent."""

    timeout_ms: Annotated[
        Deadline,
        Meta(description="How many milliseconds an agent may take from its start to a session."),
    ] = 60_000


class PoolSettings(Group, frozen=True):
    """Agent processes that are kept warm."""

    idle_ttl_seconds: Annotated[
        Seconds, Meta(description="How many seconds an idle agent process is kept.")
    ] = 1800
    max_idle: Annotated[
        int,
        Meta(
            description="How many idle agent processes are kept. One needs 100 to 770 MB.",
            ge=0,
            le=100,
        ),
    ] = 4
    spares: Annotated[
        int,
        Meta(
            description="How many processes wait without a session for each recently used agent, "
            "so that a new conversation starts at once.",
            ge=0,
            le=4,
        ),
    ] = 0


class WatchdogSettings(Group, frozen=True):
    """Turns that never end."""

    silence_seconds: Annotated[
        Seconds,
        Meta(
            description="After how many seconds without a sign of life a turn with no tool "
            "running is given up. 0: never."
        ),
    ] = 120


class PermissionsSettings(Group, frozen=True):
    """Permission requests of agents."""

    default: Annotated[
        Literal["ask", "allow", "reject"],
        Meta(description="The answer to a permission request: ask the user, or always the same."),
    ] = "ask"


class LeaseSettings(Group, frozen=True):
    """The ownership of conversations."""

    ttl_seconds: Annotated[
        float,
        Meta(
            description="How many seconds a conversation stays owned without renewal. It is "
            "renewed three times in that period.",
            ge=1,
            le=24 * 60 * 60,
        ),
    ] = 45


class CanvasSettings(Group, frozen=True):
    """Canvases: what agents show."""

    agent_tools: Annotated[
        bool,
        Meta(
            description="Whether agents get the tools that open canvases, as an MCP server of "
            "the name `easel`. Each agent then starts one more process."
        ),
    ] = True


class LimitsSettings(Group, frozen=True):
    """Caps on what can grow. What is beyond them is cut, visibly."""

    message_bytes: Annotated[
        int,
        Meta(
            description="The longest message, in bytes, that is taken from an editor. A longer one "
            "is skipped. Settings of an editor hold from its `initialize` on.",
            ge=1024,
            le=256 * MIB,
        ),
    ] = 64 * MIB
    line_bytes: Annotated[
        Bytes, Meta(description="The longest line, in bytes, that is taken from an agent.")
    ] = 64 * MIB
    tool_output_bytes: Annotated[
        Bytes, Meta(description="How many bytes of output are kept of one tool call.")
    ] = 256 * KIB
    terminal_output_bytes: Annotated[
        Bytes, Meta(description="How many bytes of output are kept of one terminal.")
    ] = MIB
    queued_prompts: Annotated[
        int,
        Meta(description="How many prompts may wait in one conversation.", ge=1, le=10_000),
    ] = 100
    trash_days: Annotated[
        float,
        Meta(
            description="How many days a deleted conversation can be restored. Then it is removed "
            "for good.",
            ge=0,
            le=36_500,
        ),
    ] = 30
    trash_conversations: Annotated[
        int,
        Meta(
            description="How many deleted conversations can be restored. Of more the oldest are "
            "removed for good.",
            ge=0,
            le=100_000,
        ),
    ] = 1000


class Settings(Group, frozen=True):
    """All settings. `Settings()` holds the defaults."""

    agents: Annotated[
        dict[str, AgentEntry],
        Meta(description="Agents by name, in the shape that Zed and JetBrains use."),
    ] = {}
    mcp_servers: Annotated[
        dict[str, McpServer],
        Meta(description="MCP servers by name, passed on to every agent."),
    ] = {}
    default_agent: Annotated[
        str | None,
        Meta(description="The agent of new conversations. Unset: the first that can start."),
    ] = None
    state_dir: Annotated[
        Annotated[str, Meta(pattern=r"^([/~$\\]|[A-Za-z]:)")] | None,
        Meta(
            description="The folder for conversations and logs, a full path; `~` and `$NAME` "
            "are replaced. Unset: `easel` in the user's state folder. Read when the server starts: "
            "from `config.toml`, or as `easel serve --state-dir`."
        ),
    ] = None
    cancel: CancelSettings = CancelSettings()
    interrupt: InterruptSettings = InterruptSettings()
    session_load: SessionLoadSettings = SessionLoadSettings()
    startup: StartupSettings = StartupSettings()
    pool: PoolSettings = PoolSettings()
    watchdog: WatchdogSettings = WatchdogSettings()
    permissions: PermissionsSettings = PermissionsSettings()
    lease: LeaseSettings = LeaseSettings()
    canvas: CanvasSettings = CanvasSettings()
    limits: LimitsSettings = LimitsSettings()
    trace: Annotated[
        Literal["off", "messages", "verbose"],
        Meta(
            description="What is recorded of the traffic with agents: nothing, the messages "
            "without their contents, or everything."
        ),
    ] = "off"
