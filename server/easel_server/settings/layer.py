"""Where settings come from, and what can be wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SettingSource = Literal["editor", "initializationOptions", "config.toml"]
"""The strongest first. `editor` is `workspace/configuration` or `didChangeConfiguration`."""


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """A setting that has no effect. `path` is the key as on the wire, `""` for the whole source.

    `line` counts from 1 and is known only for files. `information` is about a key that
    nobody knows, `warning` about a value that is wrong.
    """

    path: str
    source: SettingSource
    message: str
    line: int | None = None
    level: Literal["warning", "information"] = "warning"


@dataclass(frozen=True, slots=True)
class Layer:
    """The values of one source, unchecked: nested, or with dotted keys, or both.

    `lines` tells where a key stands in the file.
    """

    source: SettingSource
    values: Mapping[str, object] = field(repr=False)
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)
    problems: tuple[SettingProblem, ...] = ()

    @classmethod
    def of(cls, source: SettingSource, raw: object) -> "Layer":
        """The layer for what an editor sent as its section `easel`; null is an empty one."""
        if raw is None:
            return cls(source, {})
        if not isinstance(raw, Mapping):
            return cls(source, {}, problems=(SettingProblem("", source, "Expected an object"),))
        return cls(source, raw)

    def line_of(self, path: str) -> int | None:
        """The line of that key, else of the nearest object around it."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path)
