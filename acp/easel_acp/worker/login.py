"""Logging in to an agent that serves no conversation yet."""

from easel_acp.catalogue import AgentDefinition
from easel_acp.connection.auth_methods import AuthMethod, TerminalLogin, terminal_login
from easel_acp.worker.errors import LoginFailed
from easel_acp.worker.session import AgentSession
from easel_conversation.values import ErrorInfo


async def log_in(
    session: AgentSession, definition: AgentDefinition, method_id: str
) -> TerminalLogin | None:
    """Log in, or say what a person has to run in a terminal instead.

    Raises:
        LoginFailed: the agent did not start, or has no such method.
        AgentConnectionError: the agent answered with an error, or not in time.
    """
    introduced = await session.introduced
    if isinstance(introduced, ErrorInfo):
        raise LoginFailed(introduced)
    by_id = {method.id: method for method in introduced.auth_methods}
    if (method := by_id.get(method_id)) is None:
        known = ", ".join(f"`{id_}`" for id_ in by_id) or "none"
        raise _refused(f"The agent has no login method `{method_id}`. It has: {known}.")
    match method.kind:
        case "terminal":
            return terminal_login(method, definition.command, definition.env)
        case "agent":
            await session.authenticate(method.id)
            return None
        case _:
            raise _refused(_what_to_do(method, definition))


def _what_to_do(method: AuthMethod, definition: AgentDefinition) -> str:
    if method.variables:
        names = ", ".join(method.variables)
        return f"Set {names} in the environment, or in `easel.agents.{definition.id}.env`."
    return f"Easel does not know how to log in by `{method.id}` (`{method.kind}`)."


def _refused(message: str) -> LoginFailed:
    return LoginFailed(ErrorInfo(kind="invalidState", message=message))
