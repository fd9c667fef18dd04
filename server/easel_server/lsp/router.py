"""Where `easel/*` methods go: the contract between a session and the rest of Easel."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from easel_server.lsp.session import EditorSession

CUSTOM_PREFIX = "easel/"
COMMAND_PREFIX = "easel."


class Router(Protocol):
    """Answers the `easel/*` methods of every editor; one router serves all sessions.

    Params are plain data as decoded from JSON, untouched: `_meta`, `class` or a nested `jsonrpc`
    are ordinary keys. All methods run on the event loop.
    """

    @property
    def methods(self) -> Collection[str]:
        """The request methods, such as `easel/agents/list`.

        Each is also offered as a command, with dots for slashes: `easel.agents.list`.
        """
        ...

    async def request(self, session: "EditorSession", method: str, params: dict[str, Any]) -> Any:
        """Answer one request with something that msgspec can encode.

        Runs as a task of its own in the session's task group. It is cancelled by the editor's
        `$/cancelRequest`, by `shutdown` and when the editor leaves (`session.leaving` is then
        true); the answer is RequestCancelled unless a value is returned or an error raised
        nevertheless.

        Raises:
            Exception: one that has `to_response_error` (see `RespondableError`) becomes that
                error; any other becomes an InternalError without details, and the log has the
                traceback.
        """
        ...

    def notification(self, session: "EditorSession", method: str, params: dict[str, Any]) -> None:
        """Take a notification; in order with the requests, so it must return at once."""
        ...

    def session_opened(self, session: "EditorSession") -> None:
        """An editor has been let in and got its answer to `initialize`."""
        ...

    def session_closed(self, session: "EditorSession") -> None:
        """It is gone; called once for each `session_opened`, after its requests were cancelled."""
        ...


@runtime_checkable
class RespondableError(Protocol):
    """An exception that knows the response error it stands for."""

    def to_response_error(self) -> dict[str, Any]:
        """Return `{code, message, data?}`."""
        ...


def method_of_command(command: str) -> str:
    """Return the method whose twin `command` is: `easel.a.b` is `easel/a/b`."""
    return command.replace(".", "/")


def command_of_method(method: str) -> str:
    """Return the command that is the twin of `method`."""
    return method.replace("/", ".")
