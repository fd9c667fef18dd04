"""The keeper: parent of one agent, and of everything that agent leaves behind (Linux).

The server starts one keeper per agent, as a program of its own::

    python -I -S keeper.py CONTROL_FD LAUNCH_FD

The keeper is a *subreaper*: whatever is started below it stays below it, in whatever session, and
however often it forks. So "no child is left" proves that the whole tree is gone. It lives in a
session of its own and ends only then, so neither a closed terminal nor a ``kill -9`` of the server
can leave an agent without somebody who ends it.

Descriptors 0, 1 and 2 are the agent's own ends of its pipes; the keeper lets go of them as soon as
the agent has them, so that end-of-file means what it says. LAUNCH_FD holds what `encode_launch`
wrote. CONTROL_FD is a socket to the server. One line is one message:

* from the server ``stop TERM_MS KILL_MS``: SIGTERM to the tree after so many milliseconds, SIGKILL
  after so many. A later message can only make it earlier. End-of-file means that the server died.
* to the server ``started PID``, ``failed STEP ERRNO``, ``exited CODE`` (negative: the signal), and
  last of all ``gone``.

It is a file of its own with few imports because every agent pays for it: it must start in
milliseconds and stay small. The server imports it for the names of its protocol.
"""

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator

Prctl = Callable[[int, int], None]

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

SERVER_LOST_GRACE = 0.8
"""Seconds between SIGTERM and SIGKILL once the server is dead; all must be over in three."""
LEFT_BEHIND_GRACE = 0.5
"""The same for what an agent leaves behind when it ends."""
FIRST_PAUSE = 0.002
LONGEST_PAUSE = 0.25
"""Seconds between two rounds of SIGKILL: at first, and for processes that the kernel holds."""
NEVER = float("inf")

LOOKS_AT_THE_NEWEST = 50
NEWEST = 8
"""How many processes count as the newest, and how often they are looked at in a row."""

IGNORED_BY_THE_KEEPER = (
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGTERM,
    signal.SIGTSTP,
    signal.SIGUSR1,
    signal.SIGUSR2,
)
IGNORED_BY_PYTHON = (signal.SIGPIPE, signal.SIGXFSZ)


def encode_launch(executable: str, cwd: str, command: tuple[str, ...], env: list[str]) -> bytes:
    """What LAUNCH_FD must hold. `env` has items ``NAME=value``; no text may contain NUL."""
    fields = [executable, cwd, str(len(command)), *command, *env]
    return b"\0".join(os.fsencode(field) for field in fields)


class Launch:
    """What to start: the decoded form of `encode_launch`."""

    __slots__ = ("command", "cwd", "env", "executable")

    def __init__(self, encoded: bytes) -> None:
        executable, cwd, count, *rest = encoded.split(b"\0")
        self.executable = executable
        self.cwd = cwd
        self.command = rest[: int(count)]
        self.env = dict(item.split(b"=", 1) for item in rest[int(count) :])


class Stat:
    """A line of ``/proc/PID/stat``: who it is, whose child, born when (ticks after boot)."""

    __slots__ = ("parent", "pid", "resident_pages", "started", "state")

    def __init__(self, pid: int, line: bytes) -> None:
        # The name in parentheses may itself hold blanks and parentheses.
        fields = line[line.rindex(b")") + 2 :].split()
        self.pid = pid
        self.state = fields[0].decode()
        self.parent = int(fields[1])
        self.started = int(fields[19])
        self.resident_pages = int(fields[21])


def read_stat(pid: int) -> Stat | None:
    """The process `pid` as it is now; None when there is none."""
    try:
        with open(f"/proc/{pid}/stat", "rb", buffering=0) as file:
            return Stat(pid, file.read(4096))
    except (OSError, ValueError):
        return None


def every_process() -> Iterator[Stat]:
    """All that there are, each as it is when its turn comes."""
    for name in os.listdir("/proc"):
        if name.isdigit() and (stat := read_stat(int(name))):
            yield stat


def descendants(root: int) -> list[Stat]:
    """Every process below `root`, parents before their children."""
    children: dict[int, list[Stat]] = {}
    for stat in every_process():
        children.setdefault(stat.parent, []).append(stat)
    found = list(children.get(root, ()))
    for stat in found:
        found.extend(children.get(stat.pid, ()))
    return found


def send_signal(seen: Stat, number: int) -> bool:
    """Signal the process that was seen, never one that got its number since. True: it was there."""
    try:
        handle = os.pidfd_open(seen.pid)
    except OSError:
        return False
    try:
        now = read_stat(seen.pid)
        if now is None or now.started != seen.started:
            return False
        signal.pidfd_send_signal(handle, number)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def kill_newest_children() -> None:
    """End those of our children that are but an instant old.

    One that forks and ends, again and again, is always gone before a walk comes to it. Its end
    makes its child ours, and the kernel tells the newest numbers.
    """
    for _ in range(LOOKS_AT_THE_NEWEST):
        with open("/proc/loadavg", "rb", buffering=0) as file:
            newest = int(file.read(128).split()[4])
        for pid in range(newest, newest - NEWEST, -1):
            stat = read_stat(pid)
            if stat and stat.parent == os.getpid():
                send_signal(stat, signal.SIGKILL)


def load_prctl() -> Prctl:
    """The C function `prctl`, raising OSError. ImportError where Python has no ctypes."""
    import ctypes  # noqa: PLC0415 - the server imports this module and has no use for ctypes

    function = ctypes.CDLL(None, use_errno=True).prctl

    def prctl(option: int, value: int) -> None:
        if function(option, value, 0, 0, 0) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))

    return prctl


class Keeper:
    """The main loop. `control` is the socket to the server."""

    def __init__(self, control: int) -> None:
        self.control = control
        self.commands = b""
        self.agent = 0
        self.starting = -1
        self.term_at = NEVER
        self.kill_at = NEVER
        self.met: set[tuple[int, int]] = set()
        self.pause = FIRST_PAUSE
        self.wakeup, write_end = os.pipe()
        os.set_blocking(self.wakeup, False)
        os.set_blocking(write_end, False)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in IGNORED_BY_THE_KEEPER:
            signal.signal(number, signal.SIG_IGN)
        self.poll = select.poll()
        self.poll.register(self.wakeup, select.POLLIN)
        self.poll.register(control, select.POLLIN)

    def start(self, launch: Launch) -> None:
        """Fork the agent; what came of it is told when `starting` is closed or filled."""
        prctl = load_prctl()
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        keeper = os.getpid()
        self.starting, report = os.pipe()
        self.agent = os.fork()
        if self.agent == 0:
            become_agent(launch, prctl, keeper, report)
        os.close(report)
        self.poll.register(self.starting, select.POLLIN)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nowhere, number)
        os.close(nowhere)

    def run(self) -> None:
        """Keep the tree until the last of it is gone."""
        while True:
            for number, _ in self.poll.poll(self.milliseconds_to_wait()):
                self.handle(number)
            if not self.reap():
                break
            self.act()
        if self.starting >= 0:
            self.learn_how_it_started()
        self.report("gone")

    def handle(self, number: int) -> None:
        if number == self.wakeup:
            os.read(self.wakeup, 4096)
        elif number == self.starting:
            self.learn_how_it_started()
        else:
            self.listen()

    def learn_how_it_started(self) -> None:
        failure = os.read(self.starting, 256)
        self.poll.unregister(self.starting)
        os.close(self.starting)
        self.starting = -1
        self.report(f"failed {failure.decode()}" if failure else f"started {self.agent}")

    def listen(self) -> None:
        try:
            data = os.read(self.control, 4096)
        except OSError:
            data = b""
        if not data:
            self.poll.unregister(self.control)
            self.stop_within(0, SERVER_LOST_GRACE)
            return
        *lines, self.commands = (self.commands + data).split(b"\n")
        for line in lines:
            _, term, kill = line.split()
            self.stop_within(int(term) / 1000, int(kill) / 1000)

    def stop_within(self, term: float, kill: float) -> None:
        """SIGTERM in `term` seconds and SIGKILL in `kill`, unless they come sooner already."""
        now = time.monotonic()
        self.term_at = min(self.term_at, now + term)
        self.kill_at = min(self.kill_at, now + kill)

    def reap(self) -> bool:
        """Collect the dead. False when no child is left, and so nothing below them either."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            if pid == self.agent:
                self.agent_ended(status)

    def agent_ended(self, status: int) -> None:
        if self.starting >= 0:
            self.learn_how_it_started()
        self.agent = 0
        self.report(f"exited {os.waitstatus_to_exitcode(status)}")
        self.stop_within(0, LEFT_BEHIND_GRACE)

    def act(self) -> None:
        """Send what is due."""
        now = time.monotonic()
        if now >= self.kill_at:
            self.kill_tree()
            self.term_at, self.kill_at = NEVER, now + self.pause
        elif now >= self.term_at:
            for stat in descendants(os.getpid()):
                send_signal(stat, signal.SIGTERM)
            self.term_at = NEVER

    def kill_tree(self) -> None:
        """One round of SIGKILL. What was forked meanwhile, or resists, is met in the next round."""
        if self.met:
            kill_newest_children()
        tree = descendants(os.getpid())
        for stat in tree:
            send_signal(stat, signal.SIGKILL)
        met = {(stat.pid, stat.started) for stat in tree}
        self.pause = min(self.pause * 2, LONGEST_PAUSE) if met == self.met else FIRST_PAUSE
        self.met = met

    def milliseconds_to_wait(self) -> int | None:
        due = min(self.term_at, self.kill_at)
        return None if due == NEVER else max(0, int((due - time.monotonic()) * 1000) + 1)

    def report(self, line: str) -> None:
        try:
            os.write(self.control, line.encode() + b"\n")
        except OSError:
            return  # the server is dead: nobody to tell


def become_agent(launch: Launch, prctl: Prctl, keeper: int, report: int) -> None:
    """In the child: never returns. What goes wrong before the agent runs is written to `report`."""
    step = "session"
    try:
        os.setsid()
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == keeper:
            for number in (*IGNORED_BY_THE_KEEPER, *IGNORED_BY_PYTHON):
                signal.signal(number, signal.SIG_DFL)
            step = "cwd"
            os.chdir(launch.cwd)
            step = "exec"
            os.execve(launch.executable, launch.command, launch.env)  # noqa: S606 - no shell wanted
    except OSError as error:
        os.write(report, f"{step} {error.errno}".encode())
    finally:
        os._exit(127)


def read_launch(number: int) -> Launch:
    with open(number, "rb") as file:
        return Launch(file.read())


def main() -> None:
    control, launch = int(sys.argv[1]), int(sys.argv[2])
    os.set_inheritable(control, False)
    os.chdir("/")
    keeper = Keeper(control)
    try:
        keeper.start(read_launch(launch))
    except OSError as error:
        keeper.report(f"failed keeper {error.errno}")
        keeper.report("gone")
        return
    keeper.run()


if __name__ == "__main__":
    main()
