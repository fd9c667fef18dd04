"""A keeper wherever one can run; everywhere else the portable supervision."""

import importlib.util
import os
import sys

import pytest

from easel_acp.process.keeper_start import start_below_keeper
from easel_acp.process.portable import start_portably
from easel_acp.process.supervise import best_supervision


def refuse(*_: object) -> int:
    raise OSError


def find_nothing(*_: object) -> None:
    return None


def test_linux_gets_a_keeper() -> None:
    assert best_supervision() is start_below_keeper


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (sys, "platform", "darwin"),
        (sys, "platform", "win32"),
        (sys, "executable", ""),
        (os, "pidfd_open", refuse),
        (importlib.util, "find_spec", find_nothing),
        (os.path, "exists", lambda _: False),
    ],
    ids=["macos", "windows", "frozen-program", "old-kernel", "no-ctypes", "no-proc"],
)
def test_what_the_keeper_needs_is_missing(
    module: object, name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, value)
    assert best_supervision() is start_portably
