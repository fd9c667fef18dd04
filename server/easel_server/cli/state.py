"""The folder in which the command line keeps its log and its history."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from easel_acp.catalogue import Host
from easel_server.cli.errors import CliError
from easel_server.settings import (
    StateDirError,
    config_path,
    ensure_state_dir,
    merge_settings,
    read_config,
    state_dir,
)

MAX_LOG_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CommandState:
    """Both folders exist and can be written; conversations are in `directory`."""

    directory: Path
    log_directory: Path

    @property
    def log(self) -> Path:
        """Where the server that a command starts logs to."""
        return self.log_directory / "log"

    @property
    def history(self) -> Path:
        """What was typed in chats."""
        return self.directory / "chat-history"

    def open_log(self) -> IO[bytes]:
        """The log, to be written at its end; one that has grown large is put aside first."""
        if self.log.exists() and self.log.stat().st_size > MAX_LOG_BYTES:
            self.log.replace(self.log.with_name("log.1"))
        return open(os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")


def command_state(directory: Path | None = None) -> CommandState:
    """The state folder: `directory`, else that of the settings.

    Raises:
        CliError: it cannot be used.
    """
    directory = directory or state_dir(
        merge_settings([read_config(config_path())])[0], Host.current()
    )
    try:
        ensure_state_dir(directory)
    except StateDirError as error:
        raise CliError(
            f"{error}. Set stateDir in {config_path()}, or XDG_STATE_HOME, to a writable folder."
        ) from error
    return CommandState(directory, directory)
