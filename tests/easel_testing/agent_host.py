"""A server that only starts agents: to be killed.

``python -m easel_testing.agent_host STATE_DIR COUNT SCRIPT`` starts COUNT agents that run the shell
script SCRIPT, says ``ready`` when each has said a line, and goes on for ever. It says ``starting``
before, for those who want to kill it earlier.
"""

import asyncio
import os
import sys
from pathlib import Path

from easel_acp.process import AgentProcess, LaunchSpec, ProcessRegistry

COMMAND = (sys.executable, "-m", "easel_testing.agent_host")
ENVIRONMENT = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
"""What lets it find the packages that the tests have found."""


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def host_agents(state_dir: Path, count: int, script: str) -> None:
    """Start them, one after the other, and wait for ever."""
    registry = ProcessRegistry(state_dir)
    spec = LaunchSpec(("/bin/sh", "-c", script), Path.cwd(), dict(os.environ))
    _say("starting")
    agents = [await AgentProcess.start(spec, registry) for _ in range(count)]
    for agent in agents:
        await agent.read()
    _say("ready")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(host_agents(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
