"""Which program a command means, and in what environment it runs.

ACP gives a program and its arguments. Agents also send a whole shell line as the program, without
arguments: that runs in the user's shell.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from easel_acp.process.launch import LaunchSpec, agent_environment
from easel_acp.terminals.errors import CommandNotFoundError, InvalidCommandError

_POSIX_SHELLS = frozenset({"sh", "bash", "dash", "ksh", "mksh", "zsh"})

_NOBODY_AT_THE_KEYS = {"PAGER": "cat", "GIT_PAGER": "cat", "MANPAGER": "cat"}
"""A pager would wait for a key that nobody can press: ACP has no way to type into a terminal."""


def resolve(command: str, args: Sequence[str], env: Mapping[str, str], cwd: Path) -> LaunchSpec:
    """Find the program that *command* means; the result names it by its absolute path.

    It is looked for on the PATH of *env*, or from *cwd* if it has a separator. Without arguments,
    what is no program is a line for the shell, which then says what it cannot find.

    Raises:
        InvalidCommandError: a text cannot be passed to a program.
        CommandNotFoundError: there are arguments but no such program.
    """
    _require_passable(command, args, env)
    program = _program(command, env, cwd)
    if program:
        return LaunchSpec((program, *args), cwd, env)
    if args:
        raise CommandNotFoundError(command)
    return LaunchSpec((*_shell(env), command), cwd, env)


def environment(base: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """The user's environment, less Easel's own variables, with the agent's on top.

    Between the two stands what a terminal without a keyboard needs, so that the agent can still
    ask for something else. TERM is set where the editor was not started from a terminal.
    """
    terminal = {"TERM": "xterm-256color"}
    return terminal | agent_environment(base, {**_NOBODY_AT_THE_KEYS, **given})


def _require_passable(command: str, args: Sequence[str], env: Mapping[str, str]) -> None:
    if not command or command.isspace():
        raise InvalidCommandError("the command is empty")
    for name in env:
        if not name or "=" in name:
            raise InvalidCommandError(f"{name!r} cannot be the name of a variable")
    for text in (command, *args, *env, *env.values()):
        try:
            passable = b"\0" not in os.fsencode(text)
        except UnicodeEncodeError:
            passable = False
        if not passable:
            raise InvalidCommandError("a text of it holds NUL or half a surrogate pair")


def _program(command: str, env: Mapping[str, str], cwd: Path) -> str | None:
    if os.path.dirname(command):
        return shutil.which(str(cwd / command))
    return shutil.which(command, path=env.get("PATH"))


def _shell(env: Mapping[str, str]) -> tuple[str, ...]:
    """The user's shell if it speaks the language of sh, which is what agents write, else sh."""
    if os.name == "nt":
        return (env.get("COMSPEC", "cmd.exe"), "/d", "/s", "/c")
    shell = env.get("SHELL", "")
    if os.path.basename(shell) in _POSIX_SHELLS and os.access(shell, os.X_OK):
        return (shell, "-c")
    return ("/bin/sh", "-c")
