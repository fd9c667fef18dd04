"""The files of a session: through the client where it offers that, else on disk."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from easel_acp import sdk
from easel_acp.practice_agent.client import Client, ClientError
from easel_acp.practice_agent.store import SessionId

MAX_FILE_BYTES = 1024 * 1024


class FileError(Exception):
    """A file that may not or cannot be read or written; the message says why."""


class Workspace:
    """Reads and writes text files below the session's directories, and nowhere else."""

    def __init__(self, client: Client, session_id: SessionId, roots: Sequence[Path]) -> None:
        """The first of `roots` is the working directory; all are absolute."""
        self._client = client
        self._session_id = session_id
        self._roots = roots

    def resolve(self, name: str) -> Path:
        """Return the absolute path of a file, with its symlinks followed.

        Raises:
            FileError: it lies outside the session's directories.
        """
        path = Path(os.path.realpath(self._roots[0] / name))
        if not any(path.is_relative_to(os.path.realpath(root)) for root in self._roots):
            raise FileError(f"{name} lies outside the session's directories.")
        return path

    async def read(self, path: Path) -> str | None:
        """Return the text of a file, or None if there is no such file.

        Raises:
            FileError: it cannot be read as UTF-8 text of a reasonable size.
        """
        if not self._client.reads_files:
            return _read_disk(path)
        request = sdk.ReadTextFileRequest(session_id=self._session_id, path=str(path))
        try:
            answer = await self._client.request(
                "fs/read_text_file", request, sdk.ReadTextFileResponse
            )
        except ClientError as error:
            if _is_missing(path):
                return None
            raise FileError(f"{path.name} cannot be read: {error}") from error
        return answer.content

    async def write(self, path: Path, text: str) -> None:
        """Replace the text of a file, which need not exist.

        Raises:
            FileError: it cannot be written.
        """
        if not self._client.writes_files:
            _on_disk(path, lambda: _write_disk(path, text))
            return
        request = sdk.WriteTextFileRequest(
            session_id=self._session_id, path=str(path), content=text
        )
        try:
            await self._client.request("fs/write_text_file", request, sdk.WriteTextFileResponse)
        except ClientError as error:
            raise FileError(f"{path.name} cannot be written: {error}") from error

    async def move(self, source: Path, target: Path) -> None:
        """Give a file another name that is not taken yet; ACP has no request for this.

        Raises:
            FileError: it cannot be moved.
        """
        _on_disk(source, lambda: _move(source, target))

    async def delete(self, path: Path) -> None:
        """Remove a file; ACP has no request for this.

        Raises:
            FileError: it cannot be removed.
        """
        _on_disk(path, path.unlink)


def _is_missing(path: Path) -> bool:
    return not path.exists()


def _read_disk(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileError(f"{path.name} cannot be read: {error.strerror}") from error
    if len(data) > MAX_FILE_BYTES:
        raise FileError(f"{path.name} is larger than {MAX_FILE_BYTES} bytes.")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise FileError(f"{path.name} is not UTF-8 text.") from error


def _write_disk(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _move(source: Path, target: Path) -> None:
    if target.exists():
        raise FileError(f"{target.name} exists already.")
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)


def _on_disk(path: Path, work: Callable[[], None]) -> None:
    try:
        work()
    except OSError as error:
        raise FileError(f"{path.name} cannot be changed: {error.strerror}") from error
