"""From a started process to a session that is ready for the first prompt."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from easel_acp.connection.agent_connection import AgentConnection, SessionSetup
from easel_acp.connection.errors import AgentRequestError, AgentTimeout
from easel_acp.connection.initialize_result import InitializeResult
from easel_acp.connection.mcp_servers import servers_for
from easel_acp.worker.config import WorkerConfig
from easel_acp.worker.incoming import Incoming
from easel_acp.worker.opening import Earlier, OpenedSession, SessionOpener
from easel_acp.worker.preferences import Wanted, changes_to
from easel_conversation.ids import AcpSessionId
from easel_conversation.state import ConversationState
from easel_conversation.values import OnLoadFailure

logger = logging.getLogger(__name__)

CLIENT_CAPABILITIES: Mapping[str, Any] = {
    "fs": {"readTextFile": True, "writeTextFile": True},
    "terminal": True,
    "auth": {"terminal": True},
    "elicitation": {"form": {}, "url": {}},
    "session": {"configOptions": {"boolean": {}}, "notices": {}, "compaction": {}},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """How Easel introduces itself. `withheld`: see `KnownAgent.withheld`."""

    version: str
    withheld: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadySession:
    """A session with the modes and options that it shall have."""

    opened: OpenedSession
    modes: dict[str, Any] | None
    config_options: list[dict[str, Any]] | None


async def initialize(
    connection: AgentConnection, config: WorkerConfig, introduction: Introduction
) -> InitializeResult:
    """Introduce ourselves to the agent."""
    return await connection.initialize(
        _without(CLIENT_CAPABILITIES, introduction.withheld),
        {"name": "easel", "title": "Easel", "version": introduction.version},
        timeout=config.startup_seconds,
    )


def _without(capabilities: Mapping[str, Any], withheld: frozenset[str]) -> dict[str, Any]:
    """The capabilities less those whose path, such as `fs.readTextFile`, is withheld."""
    kept: dict[str, Any] = {}
    for name, value in capabilities.items():
        if name not in withheld:
            inner = f"{name}."
            below = frozenset(p.removeprefix(inner) for p in withheld if p.startswith(inner))
            kept[name] = _without(value, below) if isinstance(value, dict) else value
    return kept


async def open_session(
    connection: AgentConnection,
    initialized: InitializeResult,
    incoming: Incoming,
    state: ConversationState,
    config: WorkerConfig,
    wanted: Wanted,
    fork_of: AcpSessionId | None,
    on_load_failure: Callable[[], OnLoadFailure],
) -> ReadySession:
    """Open the session and give it the modes and options that are wanted.

    `fork_of`: see `StartAgent`. `on_load_failure`: what follows if it cannot be had.

    Raises:
        SessionNotRestored, AgentConnectionError: see `SessionOpener.open`.
    """
    earlier_id = state.session.acp_session_id
    opener = SessionOpener(
        connection,
        initialized,
        _setup(initialized, state, config),
        new_timeout=config.startup_seconds,
        load_timeout=config.load_seconds,
        history=incoming,
    )
    earlier = None
    if earlier_id is not None:
        earlier = Earlier(session_id=earlier_id, has_history=state.session.prompted)
    if earlier is None and fork_of is not None:
        opened = await opener.fork(fork_of)
    else:
        opened = await opener.open(earlier, on_load_failure)
    return await _with_preferences(connection, opened, wanted, config.startup_seconds)


def _setup(
    initialized: InitializeResult, state: ConversationState, config: WorkerConfig
) -> SessionSetup:
    selection = servers_for((*config.mcp_servers, *state.mcp_servers), initialized.capabilities.mcp)
    for left_out in selection.left_out:
        logger.warning("MCP server %s is left out: %s", left_out.name, left_out.reason)
    takes_more = initialized.capabilities.session.additional_directories
    return SessionSetup(
        cwd=state.cwd,
        mcp_servers=selection.servers,
        additional_directories=state.additional_directories if takes_more else (),
    )


async def _with_preferences(
    connection: AgentConnection, opened: OpenedSession, wanted: Wanted, timeout: float
) -> ReadySession:
    result = opened.result
    modes, options = result.modes, result.config_options
    changes = changes_to(wanted, modes, None if options is None else tuple(options))
    session_id = result.session_id
    try:
        if changes.mode_id is not None:
            await connection.set_mode(session_id, changes.mode_id, timeout=timeout)
            modes = {**(modes or {}), "currentModeId": changes.mode_id}
        for option, value in changes.options.items():
            options = await connection.set_config_option(session_id, option, value, timeout=timeout)
    except (AgentRequestError, AgentTimeout) as refusal:
        logger.warning("the agent did not take a mode or option again: %s", refusal)
    return ReadySession(opened=opened, modes=modes, config_options=options)
