"""The SDK costs 0.4 s to import: nobody pays before an agent is needed, and nobody waits twice."""

import subprocess
import sys

WITHOUT_THE_SDK = """
import sys
import easel_acp.connection.agent_connection
import easel_acp.connection.content
import easel_acp.connection.load_errors
import easel_acp.connection.mcp_servers
print(sorted({"acp", "pydantic", "easel_acp.sdk"} & sys.modules.keys()))
"""

LOADED_BY_MANY = """
import sys
import anyio
from easel_acp.connection.sdk_loading import load_sdk

async def main():
    ticks = 0
    async def tick():
        nonlocal ticks
        while True:
            await anyio.sleep(0)
            ticks += 1
    async with anyio.create_task_group() as ticking:
        ticking.start_soon(tick)
        async with anyio.create_task_group() as loading:
            for _ in range(20):
                loading.start_soon(load_sdk)
        ticking.cancel_scope.cancel()
    print("easel_acp.sdk" in sys.modules, ticks > 20)

anyio.run(main)
"""


def output_of(program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout


def test_importing_the_connection_does_not_import_the_sdk() -> None:
    assert output_of(WITHOUT_THE_SDK) == "[]\n"


def test_the_event_loop_runs_on_while_many_load_the_sdk() -> None:
    assert output_of(LOADED_BY_MANY) == "True True\n"
