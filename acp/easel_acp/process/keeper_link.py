"""The server's side of a keeper (Linux): starts it, tells it what to do, hears what happened."""

import asyncio
import contextlib
import logging
import os
import socket
import subprocess
import sys
from dataclasses import dataclass

from easel_acp.process import keeper
from easel_acp.process.launch import TREE_ID, LaunchSpec
from easel_acp.process.linux_table import LinuxTable
from easel_acp.process.once import Once
from easel_acp.process.process_table import MARK_LOOKS, ProcessId
from easel_acp.process.supervisor import RawExit

log = logging.getLogger(__name__)

HUNT_PAUSE = 0.05
"""Seconds between two rounds after what a lost keeper has left."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The agent never ran: what was tried, and the system's answer."""

    step: str
    errno: int


class KeeperLink:
    """One running keeper. A `Supervisor`, once `started` has brought the agent's pid.

    All of it happens in callbacks of the event loop: nothing has to be awaited for the tree to be
    looked after, and nothing that is cancelled can leave it alone.
    """

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket, tree: str) -> None:
        self.keeper_pid = process.pid
        self.started = Once[int | Refused | None]()
        self.exited = Once[RawExit]()
        self.gone = Once[None]()
        self._process = process
        self._control = control
        self._tree_id = tree
        self._table = LinuxTable()
        self._reports = b""
        self._is_proven = False
        self._pidfd = os.pidfd_open(process.pid)
        loop = asyncio.get_running_loop()
        loop.add_reader(control.fileno(), self._hear)
        loop.add_reader(self._pidfd, self._keeper_ended)

    @property
    def pid(self) -> int:
        """The agent itself; 0 as long as it has not started."""
        return self.started.value if isinstance(self.started.value, int) else 0

    def stop(self, term_after: float, kill_after: float) -> None:
        """See `Supervisor.stop`."""
        line = f"stop {int(term_after * 1000)} {int(kill_after * 1000)}\n"
        # A keeper that has closed the line has nothing left to stop.
        with contextlib.suppress(OSError):
            self._control.send(line.encode())

    def tree(self) -> list[ProcessId]:
        """See `Supervisor.tree`."""
        return self._table.below(self.keeper_pid)

    def resident_bytes(self) -> int:
        """See `Supervisor.resident_bytes`. The keeper is not counted."""
        return self._table.resident_bytes(self.tree())

    def _hear(self) -> None:
        try:
            data = self._control.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._control.fileno())
            return
        *lines, self._reports = (self._reports + data).split(b"\n")
        for line in lines:
            self._take(line.decode().split())

    def _take(self, words: list[str]) -> None:
        match words:
            case ["started", pid]:
                self.started.set(int(pid))
            case ["failed", step, number]:
                self.started.set(Refused(step, int(number)))
            case ["exited", code]:
                self.exited.set(RawExit.from_code(int(code)))
            case ["gone"]:
                self._is_proven = True

    def _keeper_ended(self) -> None:
        self._hear()
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._pidfd)
        os.close(self._pidfd)
        loop.remove_reader(self._control.fileno())
        self._control.close()
        self._process.wait()
        self.started.set(None)
        self.exited.set(RawExit())
        if self._is_proven:
            self.gone.set(None)
        else:
            log.warning("The keeper %d died; what it kept is hunted down", self.keeper_pid)
            self._hunt()

    def _hunt(self, empty_looks: int = 0) -> None:
        """Without its keeper the tree is known by its mark alone."""
        left = self._table.marked(self._tree_id)
        if not left and empty_looks == MARK_LOOKS - 1:
            self.gone.set(None)
            return
        for process in left:
            self._table.kill(process)
        looks = 0 if left else empty_looks + 1
        asyncio.get_running_loop().call_later(HUNT_PAUSE, self._hunt, looks)


def start_keeper(
    executable: str, spec: LaunchSpec, tree_id: str, stdio: tuple[int, int, int]
) -> KeeperLink:
    """Start a keeper, and through it the agent with `stdio` as its own. Raises OSError."""
    items = [f"{name}={value}" for name, value in spec.env.items() if name != TREE_ID]
    items.append(f"{TREE_ID}={tree_id}")
    launch = _in_memory(keeper.encode_launch(executable, str(spec.cwd), spec.command, items))
    ours, theirs = socket.socketpair()
    try:
        ours.setblocking(False)
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", keeper.__file__, str(theirs.fileno()), str(launch)],
            stdin=stdio[0],
            stdout=stdio[1],
            stderr=stdio[2],
            pass_fds=(theirs.fileno(), launch),
            start_new_session=True,
        )
        return KeeperLink(process, ours, tree_id)
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
        os.close(launch)


def _in_memory(content: bytes) -> int:
    """A file without a name that holds `content`: no size is too large, no one else can read it."""
    number = os.memfd_create("launch")
    with os.fdopen(os.dup(number), "wb") as file:
        file.write(content)
        file.seek(0)
    return number
