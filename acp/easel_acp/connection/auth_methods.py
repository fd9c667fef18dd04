"""The ways to log in that an agent offers in its answer to `initialize`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from easel_acp.connection.lenient import mapping, mappings, text
from easel_acp.connection.messages import Message

_ACP_SWITCHES: Final = frozenset({"acp", "--acp", "--experimental-acp"})
"""With one of these a program speaks ACP instead of showing itself to a person."""


class AuthMethod(msgspec.Struct, frozen=True):
    """A way to log in; *raw* holds what a kind that we do not know needs."""

    id: str
    name: str
    kind: str
    """`agent` (through `authenticate`), `terminal`, `env_var`, or what else the agent wrote."""
    description: str | None
    raw: Message

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables that a method of the kind `env_var` wants to be set."""
        named = (text(variable.get("name")) for variable in mappings(self.raw.get("vars")))
        return tuple(name for name in named if name)


@dataclass(frozen=True, slots=True)
class TerminalLogin:
    """What a person is to run in a terminal; `env` comes on top of the user's environment.

    Exit status 0 means that the login worked. A new process of the agent finds it then.
    """

    command: tuple[str, ...]
    env: Mapping[str, str]


def parse_auth_methods(value: object) -> tuple[AuthMethod, ...]:
    """Read `authMethods`; what has no id is left out."""
    return tuple(method for item in mappings(value) if (method := _auth_method(item)))


def terminal_login(
    method: AuthMethod, command: Sequence[str], env: Mapping[str, str]
) -> TerminalLogin:
    """How to log in by a method of the kind `terminal`.

    Args:
        command: how the agent itself is started.
        env: what the settings add to its environment.
    """
    meta = mapping(method.raw.get("_meta"))
    whole = mapping(meta.get("terminal-auth"))
    if method.raw.get("type") == "terminal":
        return TerminalLogin((*command, *_args(method.raw)), {**env, **_env(method.raw)})
    if program := text(whole.get("command")):
        return TerminalLogin((program, *_args(whole)), {**env, **_env(whole)})
    shown = (word for word in command if word not in _ACP_SWITCHES)
    return TerminalLogin((*shown, *_args(meta)), {**env, **_env(meta)})


def _auth_method(item: Message) -> AuthMethod | None:
    method_id = text(item.get("id"))
    if method_id is None:
        return None
    return AuthMethod(
        id=method_id,
        name=text(item.get("name")) or method_id,
        kind=_kind(item),
        description=text(item.get("description")),
        raw=item,
    )


def _kind(item: Message) -> str:
    """As the standard has it, or as agents wrote it before it was one."""
    if told := text(item.get("type")):
        return told
    meta = mapping(item.get("_meta"))
    in_terminal = meta.get("type") == "terminal" or mapping(meta.get("terminal-auth"))
    return "terminal" if in_terminal else "agent"


def _args(of: Message) -> list[str]:
    args = of.get("args")
    return [word for word in args if isinstance(word, str)] if isinstance(args, list) else []


def _env(of: Message) -> dict[str, str]:
    return {key: value for key, value in mapping(of.get("env")).items() if isinstance(value, str)}
