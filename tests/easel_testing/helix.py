"""A real Helix in a terminal, with Easel as the language server of Markdown."""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from easel_testing.debian import DebianProgram, UnavailableError
from easel_testing.easel import SERVER, server_environment
from easel_testing.tmux import WAIT_SECONDS, Terminal, terminal

HELIX: Final = DebianProgram("hx", "trixie", "usr/bin/hx")

_LINE: Final = re.compile(r"^ *(?:\d+|~) ?(.*)$")
"""A line of the document on the screen, behind its number."""
_MENU: Final = re.compile(
    r" (Send|Send what waits|Drop this prompt|Stop generating|Answer: \S.*?) *$", re.MULTILINE
)
"""A line of the menu of code actions."""


class Helix:
    """What a person does in it and sees."""

    def __init__(self, shown: Terminal) -> None:
        self._terminal = shown

    @property
    def text(self) -> str:
        """The document, as far as the screen shows it."""
        lines = map(_LINE.match, self._terminal.text.splitlines())
        return "\n".join(line[1].removeprefix(" ") for line in lines if line).rstrip("\n")

    def write(self, text: str) -> None:
        """Write at the end of the document."""
        self._terminal.type("ge")
        self._terminal.press("o" if self.text.strip() else "i")
        self._terminal.wait_for(" INS ")
        first, *more = text.split("\n")
        self._terminal.type(first)
        for line in more:
            self._terminal.press("Enter")
            self._terminal.type(line)
        self._terminal.press("Escape")
        self._terminal.wait_for(" NOR ")

    def choose(self, title: str) -> None:
        """Choose a code action, as soon as it is offered."""
        until = time.monotonic() + WAIT_SECONDS
        while title not in (offered := self._open_menu()):
            assert time.monotonic() < until, f"{title!r} is not offered:\n{self._terminal.text}"
            self._close_menu()
        for _ in range(offered.index(title)):
            self._terminal.press("Down")
        self._terminal.press("Enter")

    def wait_for(self, text: str) -> None:
        """Return once the document holds the text."""
        until = time.monotonic() + WAIT_SECONDS
        while text not in self.text:
            assert time.monotonic() < until, f"{text!r} did not come:\n{self.text}"
            time.sleep(0.02)

    def _open_menu(self) -> list[str]:
        """Open the menu of code actions; returns what it offers, nothing if it does not open."""
        self._terminal.press("Space", "a")
        until = time.monotonic() + 1
        while not (offered := _MENU.findall(self._terminal.text)) and time.monotonic() < until:
            time.sleep(0.02)
        return offered

    def _close_menu(self) -> None:
        """Close it. What follows an Escape too soon would be taken for a part of it."""
        while _MENU.search(self._terminal.text):
            self._terminal.press("Escape")
            time.sleep(0.05)


@contextmanager
def helix(directory: Path, settings: Mapping[str, Any], document: Path) -> Iterator[Helix]:
    """Helix with that document open; skips the test where it cannot be had."""
    try:
        program = HELIX.find()
    except UnavailableError as reason:
        pytest.skip(f"there is no Helix: {reason}")
    environment = server_environment(
        directory / "home",
        {"HELIX_RUNTIME": str(HELIX.root / "usr/lib/hx/runtime"), "LC_ALL": "C.UTF-8"},
    )
    configuration = Path(environment["XDG_CONFIG_HOME"]) / "helix"
    configuration.mkdir(parents=True)
    (configuration / "languages.toml").write_text(_languages(settings))
    with terminal(directory, [program, document], environment) as shown:
        shown.wait_for(document.name)
        yield Helix(shown)


def _languages(settings: Mapping[str, Any]) -> str:
    server = {"command": SERVER[0], "args": SERVER[1:], "config": {"easel": dict(settings)}}
    language = {"name": "markdown", "language-servers": ["easel"]}
    return f"language-server.easel = {_toml(server)}\nlanguage = [{_toml(language)}]\n"


def _toml(value: Any) -> str:
    """The JSON value as TOML has it, on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_toml(key)} = {_toml(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return msgspec.json.encode(value).decode()
