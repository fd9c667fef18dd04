"""The lock on a file, as all programs that share a conversation's directory see it."""

import fcntl
import os
import subprocess
from pathlib import Path

import pytest

from easel_conversation.lease import file_lock
from easel_testing.leases import other_program

KEEP_LOCKED = """
import fcntl, os, sys
descriptor = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.flock(descriptor, fcntl.LOCK_EX)
print("locked", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def test_one_holds_it_at_a_time(path: Path) -> None:
    descriptor = file_lock.acquire(path, 5)
    with pytest.raises(TimeoutError):
        file_lock.acquire(path, 0)
    file_lock.release(descriptor)
    file_lock.release(file_lock.acquire(path, 0))


def test_it_is_an_flock_on_a_file_that_stays(path: Path) -> None:
    file_lock.release(file_lock.acquire(path, 5))
    descriptor = os.open(path, os.O_RDWR)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with pytest.raises(TimeoutError):
        file_lock.acquire(path, 0)
    os.close(descriptor)


def test_the_wait_for_a_program_that_keeps_it_is_bounded(path: Path) -> None:
    with other_program("-c", KEEP_LOCKED, str(path)) as other:
        with pytest.raises(TimeoutError):
            file_lock.acquire(path, 0.1)
        other.kill()
        file_lock.release(file_lock.acquire(path, 5))


def test_a_child_that_was_started_meanwhile_does_not_keep_it(path: Path) -> None:
    descriptor = file_lock.acquire(path, 5)
    os.set_inheritable(descriptor, True)
    with subprocess.Popen(["sleep", "1000"], close_fds=False) as child:
        file_lock.release(descriptor)
        file_lock.release(file_lock.acquire(path, 0))
        child.kill()


def test_a_lock_on_a_file_that_was_removed_meanwhile_is_not_relied_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_lock = file_lock._try_lock
    attempts = 0

    def remove_the_file_first(descriptor: int) -> bool:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            path.unlink()
        return try_lock(descriptor)

    monkeypatch.setattr(file_lock, "_try_lock", remove_the_file_first)
    descriptor = file_lock.acquire(path, 5)
    assert os.path.samestat(os.fstat(descriptor), path.stat())
    file_lock.release(descriptor)


def test_a_lock_that_cannot_be_made_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        file_lock.acquire(tmp_path / "gone" / "lock", 1000)
    with pytest.raises(IsADirectoryError):
        file_lock.acquire(tmp_path, 1000)
