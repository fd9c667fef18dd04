"""Where programs are found, and what is said when they are not."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from easel_acp.catalogue import Host
from easel_acp.catalogue.locate import Found, Missing, search_path

AddProgram = Callable[[str], Path]


def make_program(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_a_program_on_path_gets_its_absolute_path(host: Host, add_program: AddProgram) -> None:
    program = add_program("easel-test-agent")
    assert search_path(host).locate("easel-test-agent") == Found(str(program))


@pytest.mark.parametrize(
    "place",
    [
        ".local/bin",
        ".npm-global/bin",
        ".bun/bin",
        ".cargo/bin",
        ".nvm/current/bin",
        ".nvm/versions/node/v22.1.0/bin",
    ],
)
def test_a_program_in_a_usual_place_is_found_off_path(host: Host, home: Path, place: str) -> None:
    program = make_program(home / place / "easel-test-agent")
    assert search_path(host).locate("easel-test-agent") == Found(str(program), off_path=True)


def test_the_newest_node_of_nvm_is_taken(host: Host, home: Path) -> None:
    for version in ("v9.0.0", "v22.1.0", "v20.19.0"):
        make_program(home / ".nvm/versions/node" / version / "bin" / "easel-test-agent")
    found = search_path(host).locate("easel-test-agent")
    assert found == Found(
        str(home / ".nvm/versions/node/v22.1.0/bin/easel-test-agent"), off_path=True
    )


def test_the_node_that_nvm_selected_is_taken(home: Path, tmp_path: Path) -> None:
    program = make_program(tmp_path / "node20" / "easel-test-agent")
    make_program(home / ".nvm/versions/node/v22.1.0/bin/easel-test-agent")
    host = Host(home, {"PATH": "", "NVM_BIN": str(program.parent)}, "linux")
    assert search_path(host).locate("easel-test-agent") == Found(str(program), off_path=True)


def test_path_is_stronger_than_the_usual_places(
    host: Host, home: Path, add_program: AddProgram
) -> None:
    make_program(home / ".local/bin/easel-test-agent")
    program = add_program("easel-test-agent")
    assert search_path(host).locate("easel-test-agent") == Found(str(program))


def test_the_joined_path_leads_with_the_path_of_the_user(host: Host, home: Path) -> None:
    make_program(home / ".local/bin/easel-test-agent")
    folders = search_path(host).joined.split(":")
    assert folders[0] == host.environ["PATH"]
    assert str(home / ".local/bin") in folders


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("", "The command is empty."),
        ("  ", "The command is empty."),
        (
            "qwen",
            "'qwen' is not on PATH. Install it with: npm install -g @qwen-code/qwen-code",
        ),
        ("npx", "'npx' is not on PATH. Install Node.js: https://nodejs.org"),
        (
            "my-agent",
            "'my-agent' is not on PATH. Install it, or give its full path as the command.",
        ),
        ("./agent", "'./agent' is a relative path. Give a full path or a bare name."),
        ("/nowhere/agent", "'/nowhere/agent' does not exist."),
        ("/", "'/' is a folder, not a program."),
    ],
)
def test_the_reason_says_what_to_do(host: Host, program: str, reason: str) -> None:
    nowhere = Host(host.home, {"PATH": "/nowhere"}, "linux")
    folders = search_path(nowhere)
    only_path = type(folders)(folders.on_path, ())
    assert only_path.locate(program) == Missing(reason)


@pytest.mark.skipif(sys.platform == "win32", reason="files have no executable bit there")
def test_a_file_without_the_executable_bit_is_told_apart(host: Host, tmp_path: Path) -> None:
    file = tmp_path / "agent.sh"
    file.write_text("#!/bin/sh\n")
    file.chmod(0o644)
    missing = search_path(host).locate(str(file))
    assert missing == Missing(f"'{file}' is not executable. Mend it with: chmod +x '{file}'")


@pytest.mark.parametrize(
    ("word", "expanded"),
    [
        ("~", "/home/ada"),
        ("~/agent", "/home/ada/agent"),
        ("$TOOLS/agent", "/opt/tools/agent"),
        ("${TOOLS}x", "/opt/toolsx"),
        ("--key=$UNSET", "--key=$UNSET"),
        ("a~b", "a~b"),
        ("~bob/x", "~bob/x"),
        ("100$", "100$"),
    ],
)
def test_home_and_variables_are_put_in(word: str, expanded: str) -> None:
    host = Host(Path("/home/ada"), {"TOOLS": "/opt/tools"}, "linux")
    assert host.expand(word) == expanded
