"""The programs that are measured beside Easel, and the agent that all of them talk to."""

import sys
from pathlib import Path

FLOOR_OF_AN_UPDATE = "the floor: orjson, a write a frame"
_HERE = Path(__file__).parent


def agent_command(*options: str) -> list[str]:
    """How to start the agent of the benchmarks."""
    return [sys.executable, "-IS", str(_HERE / "agent.py"), *options]


def empty_server_command() -> list[str]:
    """An empty pygls server."""
    return [sys.executable, "-P", str(_HERE / "empty_server.py")]


def bridge_command() -> list[str]:
    """The floor of the way of an update."""
    return [sys.executable, "-P", str(_HERE / "bridge.py"), *agent_command()]


def plain_command() -> list[str]:
    """The plain way of an update."""
    return [sys.executable, "-P", str(_HERE / "plain.py"), *agent_command()]
