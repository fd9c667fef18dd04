"""Installs the real agents of the tests from npm, at pinned versions, into `.cache/real-agents`.

    python tests/real_agents/install.py [--require] [--into DIRECTORY]

Needs Python alone to run; says why if npm is missing or the network refuses, and leaves that in
`status.json` as the reason with which the tests skip. With `--require` that is a failure. Safe to
run again (nothing happens) and at the same time (the second waits for the first).
"""

import argparse
import fcntl
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "real-agents"
AGENTS = {"@qwen-code/qwen-code": "0.24.4", "opencode-ai": "1.18.33"}
PROGRAMS = ("qwen", "opencode")
OLDEST_NODE = 22
NODE_PACKAGE = {"node": "22.23.3"}
INSTALL_SECONDS = 900
QUICK_SECONDS = 60


class UnavailableError(Exception):
    """Real agents cannot be had here; the message says why."""


def main(arguments: Sequence[str]) -> int:
    """The exit status: 0, or 1 with `--require` where the agents cannot be had."""
    parser = argparse.ArgumentParser(description="Install the real agents of the tests from npm.")
    parser.add_argument("--require", action="store_true", help="fail where they cannot be had")
    parser.add_argument("--into", type=Path, default=CACHE, metavar="DIRECTORY")
    options = parser.parse_args(arguments)
    prefix: Path = options.into
    prefix.mkdir(parents=True, exist_ok=True)
    with _alone(prefix / "lock"):
        try:
            _ensure(prefix)
        except UnavailableError as reason:
            _write_status(prefix, {"unavailable": str(reason)})
            sys.stdout.write(f"Real agents are unavailable, their tests will skip: {reason}\n")
            return 1 if options.require else 0
    return 0


def _ensure(prefix: Path) -> None:
    node = _system_node()
    packages = AGENTS if node else AGENTS | NODE_PACKAGE
    node = node or str(prefix / "node_modules/node/bin/node")
    status = {"packages": packages, "node": node}
    if _read_status(prefix) == status and _missing(prefix, node) is None:
        return
    sys.stdout.write(f"Installing {', '.join(packages)} into {prefix} (once) ...\n")
    sys.stdout.flush()
    _install(prefix, packages)
    if missing := _missing(prefix, node):
        raise UnavailableError(f"npm has installed no {missing}")
    _write_status(prefix, status)


def _system_node() -> str | None:
    """The path of a Node on PATH that is new enough."""
    node = shutil.which("node")
    if node is None:
        return None
    version = _run([node, "--version"], QUICK_SECONDS, Path.cwd()).stdout
    number = re.match(r"v(\d+)", version)
    return node if number and int(number[1]) >= OLDEST_NODE else None


def _install(prefix: Path, packages: dict[str, str]) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("npm is not installed")
    manifest = {
        "private": True,
        "dependencies": packages,
        "allowScripts": dict.fromkeys(packages, True),  # newer npm asks before it runs them
    }
    (prefix / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    command = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"]
    result = _run([*command, "--fetch-retries=1"], INSTALL_SECONDS, prefix)
    if result.returncode != 0:
        lines = (result.stderr or result.stdout).strip().splitlines()
        raise UnavailableError("npm install failed: " + " / ".join(lines[:3]))


def _run(command: Sequence[str], seconds: int, cwd: Path) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(
            command, cwd=cwd, capture_output=True, text=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(f"{Path(command[0]).name}: {error}") from error


def _missing(prefix: Path, node: str) -> str | None:
    """The first program that is not there."""
    paths = [Path(node), *(prefix / "node_modules" / ".bin" / name for name in PROGRAMS)]
    return next((path.name for path in paths if not path.exists()), None)


def _read_status(prefix: Path) -> object:
    try:
        return json.loads((prefix / "status.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _write_status(prefix: Path, status: object) -> None:
    (prefix / "status.json").write_text(json.dumps(status), encoding="utf-8")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
