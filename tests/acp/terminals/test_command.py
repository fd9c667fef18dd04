"""What a command of an agent means."""

from pathlib import Path

import pytest

from easel_acp.terminals.command import environment, resolve
from easel_acp.terminals.errors import CommandNotFoundError, InvalidCommandError

ENV = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    file = tmp_path / "bin" / "tool"
    file.parent.mkdir()
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


def test_a_program_with_arguments_is_run_as_it_is(program: Path, tmp_path: Path) -> None:
    env = {"PATH": str(program.parent)}
    launch = resolve("tool", ["a b", "*", "$HOME"], env, tmp_path)
    assert launch.command == (str(program), "a b", "*", "$HOME")


def test_a_program_without_arguments_is_run_as_it_is(program: Path, tmp_path: Path) -> None:
    assert resolve("tool", [], {"PATH": str(program.parent)}, tmp_path).command == (str(program),)


def test_the_path_that_counts_is_that_of_the_command(program: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandNotFoundError):
        resolve("tool", ["x"], ENV, tmp_path)


def test_a_program_with_a_separator_is_found_from_the_working_directory(
    program: Path, tmp_path: Path
) -> None:
    assert resolve("./bin/tool", ["x"], ENV, tmp_path).command == (str(program), "x")
    assert resolve(str(program), ["x"], ENV, Path("/")).command == (str(program), "x")


@pytest.mark.parametrize("line", ["echo a && echo b", "ls -la", "X=1 true", "no-such-program"])
def test_a_line_without_arguments_is_for_the_shell(line: str, tmp_path: Path) -> None:
    assert resolve(line, [], ENV, tmp_path).command == ("/bin/sh", "-c", line)


@pytest.mark.parametrize("shell", ["/usr/bin/fish", "/no/such/bash", "", "/bin/false"])
def test_a_shell_that_does_not_read_sh_is_replaced_by_sh(shell: str, tmp_path: Path) -> None:
    argv = resolve("echo a; echo b", [], ENV | {"SHELL": shell}, tmp_path).command
    assert argv[0] == "/bin/sh"


def test_the_users_own_shell_is_used(tmp_path: Path) -> None:
    bash = tmp_path / "bash"
    bash.write_text("")
    bash.chmod(0o755)
    assert resolve("a; b", [], ENV | {"SHELL": str(bash)}, tmp_path).command[0] == str(bash)


def test_a_directory_is_no_program(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CommandNotFoundError):
        resolve("./folder", ["x"], ENV, tmp_path)


@pytest.mark.parametrize(
    ("command", "args", "env"),
    [
        ("", [], {}),
        ("  ", [], {}),
        ("a\0b", [], {}),
        ("ls", ["a\0b"], {}),
        ("ls", ["\ud800"], {}),
        ("ls", [], {"A": "\0"}),
        ("ls", [], {"A=B": "1"}),
        ("ls", [], {"": "1"}),
    ],
)
def test_what_no_program_can_be_given_is_refused(
    command: str, args: list[str], env: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(InvalidCommandError) as refused:
        resolve(command, args, ENV | env, tmp_path)
    assert refused.value.acp_error().code == -32602


def test_a_command_gets_the_users_environment_and_the_agents_on_top() -> None:
    user = {"HOME": "/home/u", "A": "user", "TERM": "xterm", "EASEL_TOKEN": "ours"}
    env = environment(user, {"A": "agent"})
    assert env["HOME"] == "/home/u"
    assert env["A"] == "agent"
    assert env["TERM"] == "xterm"
    assert "EASEL_TOKEN" not in env


def test_no_pager_waits_for_a_key_unless_the_agent_wants_one() -> None:
    assert environment({"PAGER": "less"}, {})["PAGER"] == "cat"
    assert environment({"PAGER": "less"}, {"PAGER": "more"})["PAGER"] == "more"


def test_a_terminal_always_has_a_type() -> None:
    assert environment({}, {})["TERM"] == "xterm-256color"
