"""The machine as the catalogue sees it: home, environment and platform, taken once."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


@dataclass(frozen=True, slots=True)
class Host:
    """`platform` is a value of `sys.platform`. The environment is never printed."""

    home: Path
    environ: Mapping[str, str] = field(repr=False)
    platform: str

    @classmethod
    def current(cls) -> "Host":
        return cls(home=Path.home(), environ=dict(os.environ), platform=sys.platform)

    def folder(self, variable: str, otherwise: Path) -> Path:
        """The folder that `variable` names; empty counts as not set, as XDG says."""
        value = self.environ.get(variable)
        return Path(value) if value else otherwise

    def expand(self, word: str) -> str:
        """Put in the home folder for a leading `~` and the values of `$NAME` and `${NAME}`.

        A variable that is not set stays as it is written, so that the reason for a
        failing start shows what is missing.
        """
        if word == "~" or word.startswith(("~/", "~\\")):
            word = f"{self.home}{word[1:]}"
        return _VARIABLE.sub(self._value, word)

    def _value(self, variable: re.Match[str]) -> str:
        return self.environ.get(variable[1] or variable[2], variable[0])
