"""`easel/agents/*`."""

from typing import Annotated

from msgspec import Meta

from easel_conversation.ids import AgentName
from easel_server.protocol.base import Empty, Info, Params, Request
from easel_server.protocol.shapes import AgentInfo, LoginOutcome


class AgentsListResult(Params, frozen=True):
    """Every agent that is known, the available ones first within their source."""

    agents: tuple[AgentInfo, ...]


class AuthenticateParams(Params, frozen=True):
    """A way to log in to an agent."""

    agent: AgentName
    method_id: Annotated[
        str, Meta(description="The `id` of one of the `authMethods` in the error `authRequired`.")
    ]
    cwd: Annotated[
        str | None,
        Meta(
            description="Where the agent is to work afterwards, a `file:` URI or an absolute path; "
            "else the workspace folder of the editor."
        ),
    ] = None


class TerminalCommand(Info, frozen=True):
    """What the user is to run in a terminal. Exit status 0 means that it worked."""

    command: Annotated[tuple[str, ...], Meta(description="The program and its arguments.")]
    env: Annotated[
        dict[str, str],
        Meta(description="Environment variables on top of those that the terminal has."),
    ]
    cwd: Annotated[str, Meta(description="Where to run it, a `file:` URI.")]


class AuthenticateResult(Params, frozen=True):
    """Whether the login is done, or is up to the user."""

    outcome: LoginOutcome
    terminal: Annotated[
        TerminalCommand | None, Meta(description="With the outcome `terminal`: what to run.")
    ] = None


REQUESTS = (
    Request(
        "easel/agents/list",
        Empty,
        AgentsListResult,
        "The agents that can be chosen, and why others cannot.",
    ),
    Request(
        "easel/agents/authenticate",
        AuthenticateParams,
        AuthenticateResult,
        "Log in to an agent. Answered when the agent says that it is done, which may take as long "
        "as the user takes in a browser, or at once with a command for a terminal.",
        errors=("agentUnavailable", "invalidState", "agentCrashed", "agentError"),
    ),
)
