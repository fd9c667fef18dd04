"""The folder for conversations and logs."""

import os
from pathlib import Path

import platformdirs

from easel_acp.catalogue import Host
from easel_server.settings.model import Settings


class StateDirError(Exception):
    """The state folder cannot be used. `path` is the folder, `cause` what the system says."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"The state folder {path} cannot be used: {cause}")
        self.path = path
        self.cause = cause


def state_dir(settings: Settings, host: Host) -> Path:
    """`stateDir`, else `$XDG_STATE_HOME/easel` or where the platform keeps state."""
    if settings.state_dir is None:
        return platformdirs.user_state_path("easel", appauthor=False)
    return Path(host.expand(settings.state_dir))


def ensure_state_dir(path: Path) -> None:
    """Make the folder with mode 0700 if it is not there; one that is there stays as it is.

    Raises StateDirError, also for a path that is not full: a variable in it is not set.
    """
    if not path.is_absolute():
        raise StateDirError(path, "it is not a full path")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StateDirError(path, error.strerror or str(error)) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise StateDirError(path, "it cannot be written")
