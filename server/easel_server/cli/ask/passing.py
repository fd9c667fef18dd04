"""Where the one conversation of `easel ask` is kept while it lasts."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from easel_acp.process.registry import FOLDER as PROCESSES
from easel_server.cli.state import CommandState


@contextmanager
def passing_state(state: CommandState) -> Iterator[CommandState]:
    """A state whose conversations are gone when the block ends, however it ends.

    Log and process records stay those of `state`: after a disaster both are needed.
    """
    directory = Path(tempfile.mkdtemp(prefix="easel-ask-")).resolve()
    processes = state.directory / PROCESSES
    try:
        processes.mkdir(mode=0o700, exist_ok=True)
        with suppress(OSError):  # Windows may forbid links
            (directory / PROCESSES).symlink_to(processes, target_is_directory=True)
        yield CommandState(directory, state.log_directory)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
