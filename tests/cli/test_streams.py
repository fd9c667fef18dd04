"""Standard streams that are closed, full, or not read to their end."""

import os
import subprocess
import sys

import pytest

from easel_testing.cli import EASEL, Home

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


def in_shell(home: Home, redirected: str) -> "subprocess.CompletedProcess[str]":
    """Run `easel` with the arguments and redirections that a shell makes of that."""
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirected}', "sh", *EASEL],
        cwd=home.project,
        env=home.env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_closed_stdin_has_nothing_to_read(home: Home) -> None:
    result = in_shell(home, "ask 'say hello' <&-")
    assert (result.returncode, result.stdout) == (0, "hello\n")


def test_a_closed_stdout_is_said(home: Home) -> None:
    result = in_shell(home, "agents >&-")
    assert result.returncode == 1
    assert result.stderr == "easel: stdout is closed, so there is nowhere to write to.\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("command", ["ask 'say hello' --quiet", "agents", "doctor --json"])
def test_a_full_disk_is_said(home: Home, command: str) -> None:
    result = in_shell(home, f"{command} >/dev/full")
    assert result.returncode == 1
    assert result.stderr == "easel: The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("command", ["demo", "doctor", "agents"])
def test_a_reader_that_leaves_is_no_error(home: Home, command: str) -> None:
    with home.started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(20) == 141
    home.wait_until_empty()
