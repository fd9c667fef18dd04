"""A real Emacs, driven from outside."""

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from easel_testing.debian import DebianProgram, UnavailableError
from easel_testing.easel import server_environment

EMACS: Final = DebianProgram("emacs-nox", "trixie", "usr/bin/emacs-nox")
EDITORS: Final = Path(__file__).parents[2] / "editors" / "emacs"
WAIT_SECONDS = 20
"""A guard against a hang, not a measure."""

_QUIET = """(setq native-comp-jit-compilation nil native-comp-enable-subr-trampolines nil
      make-backup-files nil create-lockfiles nil auto-save-default nil)
"""
_WAIT = f"""(let ((end (+ (float-time) {WAIT_SECONDS})))
  (while (and (not (ignore-errors %s)) (< (float-time) end)) (accept-process-output nil 0.05)))"""
_UNQUOTED = {"&_": " ", "&n": "\n", "&&": "&", "&-": "-"}
_QUOTED = {plain: quoted for quoted, plain in _UNQUOTED.items()}


class Emacs:
    """What a person does in it and sees."""

    def __init__(self, address: Path) -> None:
        self._address = address

    def lisp(self, code: str) -> Any:
        """Evaluate Lisp in the buffer of the selected window; returns its value.

        Lists and `nil` come as JSON has them; fails the test if Emacs signals an error.
        """
        here = f"(with-current-buffer (window-buffer) (list {code}))"
        json = f"(json-serialize (vconcat {here}) :null-object nil :false-object :json-false)"
        told = self._evaluate(f"(base64-encode-string {json} t)")
        return msgspec.json.decode(msgspec.json.decode(told, type=bytes))[0]

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

    def _evaluate(self, code: str) -> str:
        """Ask the server in Emacs, as `emacsclient --eval` does; returns the printed value."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(60)
            connection.connect(str(self._address))
            connection.sendall(f"-eval {_quote(code)} \n".encode())
            lines = connection.makefile("rb").read().decode().splitlines()
        words = [line.split(" ", 1) for line in lines]
        assert not (errors := [_unquote(word[1]) for word in words if word[0] == "-error"]), errors
        return "".join(_unquote(word[1]) for word in words if word[0].startswith("-print"))


def _quote(text: str) -> str:
    return re.sub(r"[ \n&]|^-", lambda found: _QUOTED[found[0]], text)


def _unquote(text: str) -> str:
    return re.sub(r"&.", lambda found: _UNQUOTED[found[0]], text)


def lisp_string(text: str) -> str:
    """The text as Lisp reads it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def emacs_command() -> list[str]:
    """Emacs without a configuration; skips the test where it cannot be had."""
    try:
        program = EMACS.find()
    except UnavailableError as reason:
        pytest.skip(f"there is no Emacs: {reason}")
    (dump,) = EMACS.root.glob("usr/libexec/emacs/*/*/emacs-*.pdmp")
    return [str(program), f"--dump-file={dump}", "-Q"]


def emacs_environment(home: Path) -> dict[str, str]:
    """Where Emacs finds its own files and the user's."""
    (own,) = EMACS.root.glob("usr/share/emacs/[0-9]*")
    places = {"EMACSLOADPATH": f"{own}/lisp", "EMACSDATA": f"{own}/etc", "EMACSDOC": f"{own}/etc"}
    return server_environment(home, {**places, "LC_ALL": "C.UTF-8"})


@contextmanager
def emacs(directory: Path, init: str, name: str = "emacs") -> Iterator[Emacs]:
    """Emacs with its home in `directory` and this Lisp in place of an init file."""
    command = emacs_command()
    script = directory / f"{name}.el"
    script.write_text(_QUIET + init)
    address = directory / name
    log = directory / f"{name}.log"
    with (
        log.open("wb") as sink,
        subprocess.Popen(
            [*command, f"--fg-daemon={address}", "--load", script],
            env=emacs_environment(directory / "home"),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            cwd=directory,
        ) as process,
    ):
        try:
            while not _listens(address):
                assert process.poll() is None, log.read_text()
                time.sleep(0.01)
            yield Emacs(address)
            process.terminate()
            process.wait(timeout=20)
        finally:
            process.kill()


def _listens(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(address))
        except OSError:
            return False
    return True
