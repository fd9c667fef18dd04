"""Logging in, for practice: no account and no secret, only a note that it was done."""

from pathlib import Path

from easel_acp import sdk

_AGENT_METHOD = "practice-login"
_TERMINAL_METHOD = "practice-terminal"


class LoginRequiredError(Exception):
    """A session is wanted before a login; `methods` are the ways to log in."""

    def __init__(self, methods: "list[Method]") -> None:
        super().__init__("Authentication required")
        self.methods = methods


class UnknownMethodError(Exception):
    """There is no such way to log in, or it is not one for `authenticate`."""


Method = sdk.AuthMethodAgent | sdk.TerminalAuthMethod


class Login:
    """Whether the user has logged in, as a file in the state directory tells.

    Where it is not `wanted` it does not matter, and no way to log in is offered.
    """

    def __init__(self, state_dir: Path, *, wanted: bool) -> None:
        self._note = state_dir / "login"
        self._wanted = wanted

    def methods(self, client: sdk.ClientCapabilities) -> list[Method]:
        """The ways to log in; that in a terminal only for a client that can open one."""
        if not self._wanted:
            return []
        methods: list[Method] = [
            sdk.AuthMethodAgent(
                id=_AGENT_METHOD, name="Practise a login", description="Succeeds at once"
            )
        ]
        if client.auth is not None and client.auth.terminal:
            methods.append(
                sdk.TerminalAuthMethod(
                    type="terminal",
                    id=_TERMINAL_METHOD,
                    name="Practise a login in a terminal",
                    description="Runs a command that says that you are logged in",
                    args=["--login"],
                )
            )
        return methods

    def check(self, client: sdk.ClientCapabilities) -> None:
        """Raise `LoginRequiredError` if the user has to log in first."""
        if self._wanted and not self._note.exists():
            raise LoginRequiredError(self.methods(client))

    def authenticate(self, method_id: str) -> None:
        """Log in by the method for `authenticate`.

        Raises:
            UnknownMethodError: it is another one.
            OSError: it cannot be noted.
        """
        if not self._wanted or method_id != _AGENT_METHOD:
            raise UnknownMethodError(f"No login method {method_id!r} for authenticate")
        self.remember()

    def remember(self) -> None:
        """Note that the user has logged in."""
        self._note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._note.touch(mode=0o600)
