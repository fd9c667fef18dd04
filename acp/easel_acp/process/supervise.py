"""The one place that knows which kind of supervision this platform gets."""

import importlib.util
import os
import sys
from collections.abc import Awaitable, Callable

from easel_acp.process.launch import LaunchSpec
from easel_acp.process.supervisor import AgentStreams, Supervisor

StartSupervised = Callable[[str, LaunchSpec, str, AgentStreams], Awaitable[Supervisor]]
"""Executable, spec, tree id and streams in; a running agent out, or `AgentStartError`."""


def best_supervision() -> StartSupervised:
    """A keeper where kernel and Python can carry one, else the portable supervision."""
    if can_keep():
        from easel_acp.process.keeper_start import start_below_keeper  # noqa: PLC0415 - Linux only

        return start_below_keeper
    from easel_acp.process.portable import start_portably  # noqa: PLC0415 - brings psutil

    return start_portably


def can_keep() -> bool:
    """Whether there are ``/proc``, ctypes and pidfds (Linux 5.3; subreapers are older)."""
    if sys.platform != "linux" or not sys.executable or not os.path.exists("/proc/self/stat"):
        return False
    if importlib.util.find_spec("_ctypes") is None:
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (OSError, AttributeError):
        return False
    return True
