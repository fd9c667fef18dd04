"""Where a benchmark runs: a home of its own, and an environment that is that of a user."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Place:
    """`log` takes what the processes write to standard error."""

    env: Mapping[str, str]
    workspace: Path
    log: IO[bytes]


@contextmanager
def place() -> Iterator[Place]:
    """A place that is gone afterwards. If a benchmark fails, the log is shown first."""
    with tempfile.TemporaryDirectory(prefix="easel-bench-") as name:
        root = Path(name)
        workspace = root / "workspace"
        workspace.mkdir()
        with (root / "log").open("w+b") as log:
            try:
                yield Place(_environment(root), workspace, log)
            except BaseException:
                log.seek(0)
                print(log.read().decode(errors="replace"))
                raise


def _environment(home: Path) -> dict[str, str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)  # modules are compiled once, as for a user
    return {
        **inherited,
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CONFIG_HOME": str(home / "config"),
    }
