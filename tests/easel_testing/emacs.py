"""A real Emacs, driven from outside."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from easel_testing.easel import server_environment

EDITORS = Path(__file__).parents[2] / "editors" / "emacs"
UNICODE = {"LC_ALL": "C.UTF-8"}
WAIT_SECONDS = 20
"""A guard against a hang, not a measure."""

_WAIT = f"""(let ((end (+ (float-time) {WAIT_SECONDS})))
  (while (and (not (ignore-errors %s)) (< (float-time) end)) (accept-process-output nil 0.05)))"""


class Emacs:
    """What a person does in it and sees. Each call is a program of its own that asks Emacs."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def lisp(self, code: str) -> Any:
        """Evaluate Lisp in the buffer of the selected window; returns its value.

        Lists and `nil` come as JSON has them; fails the test if Emacs signals an error.
        """
        here = f"(with-current-buffer (window-buffer) (list {code}))"
        json = f"(json-serialize (vconcat {here}) :null-object nil :false-object :json-false)"
        printed = f"(decode-coding-string {json} 'utf-8)"
        asked = subprocess.run(
            ["emacsclient", "--socket-name", self._socket, "--eval", printed],
            env={**os.environ, **UNICODE},
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert asked.returncode == 0, asked.stdout.decode() + asked.stderr.decode()
        return msgspec.json.decode(msgspec.json.decode(asked.stdout, strict=False))[0]

    def do(self, code: str) -> None:
        """Evaluate Lisp for what it does."""
        self.lisp(f"(progn {code} t)")

    @property
    def text(self) -> str:
        """What stands in the buffer of the selected window."""
        return str(self.lisp("(buffer-substring-no-properties (point-min) (point-max))"))

    def wait_for(self, text: str) -> None:
        """Return once the buffer holds the text."""
        self.wait_until(f"(string-search {lisp_string(text)} (buffer-string))")

    def wait_until(self, condition: str) -> None:
        """Return once the Lisp condition holds."""
        self.do(_WAIT % condition)
        assert self.lisp(f"(and {condition} t)"), f"{condition} does not hold:\n{self.text}"


def lisp_string(text: str) -> str:
    """The text as Lisp reads it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@cache
def emacs_version() -> int:
    """The major version of the Emacs on PATH; 0 if there is none."""
    if shutil.which("emacs") is None or shutil.which("emacsclient") is None:
        return 0
    told = subprocess.run(["emacs", "--version"], capture_output=True, timeout=60, check=True)
    return int(told.stdout.split()[2].split(b".")[0])


@contextmanager
def emacs(directory: Path, init: str, name: str = "emacs") -> Iterator[Emacs]:
    """Emacs with its home in `directory` and this Lisp in place of an init file.

    Skips the test where there is no Emacs of version 29 or newer.
    """
    if emacs_version() < 29:
        pytest.skip("Emacs 29 or newer is not installed")
    script = directory / f"{name}.el"
    script.write_text(init)
    socket = directory / name
    environment = server_environment(directory / "home", UNICODE)
    with subprocess.Popen(
        ["emacs", "-Q", f"--fg-daemon={socket}", "--load", script],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=directory,
    ) as process:
        try:
            while not socket.exists():
                assert process.poll() is None, "Emacs did not start"
                time.sleep(0.01)
            yield Emacs(socket)
            process.terminate()
            process.wait(timeout=20)
        finally:
            process.kill()
