"""`easel/agents/*`."""

import os
from pathlib import Path

from easel_acp.worker.errors import LoginFailed
from easel_server.errors import from_error_info
from easel_server.features.context import Context
from easel_server.locations import to_directory
from easel_server.protocol.agents import (
    AgentsListResult,
    AuthenticateParams,
    AuthenticateResult,
    TerminalCommand,
)
from easel_server.protocol.base import Empty


async def list_(context: Context, _: Empty) -> AgentsListResult:
    """The agents that can be chosen, and why others cannot."""
    return AgentsListResult(agents=await context.core.agents.infos())


async def authenticate(context: Context, params: AuthenticateParams) -> AuthenticateResult:
    """Log in to an agent."""
    definition = await context.core.agents.choose(params.agent)
    given = params.cwd or context.editor.workspace_directory() or os.getcwd()
    cwd = to_directory(given, "$.cwd")
    try:
        in_terminal = await context.core.workers.log_in(definition, cwd, params.method_id)
    except LoginFailed as failed:
        raise from_error_info(failed.error) from failed
    if in_terminal is None:
        return AuthenticateResult(outcome="loggedIn")
    command = TerminalCommand(
        command=in_terminal.command, env=dict(in_terminal.env), cwd=Path(cwd).as_uri()
    )
    return AuthenticateResult(outcome="terminal", terminal=command)
