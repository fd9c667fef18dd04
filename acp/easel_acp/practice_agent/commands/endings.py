"""Commands that end a turn, or the agent, in an unusual way."""

import os
import sys
from typing import get_args

from easel_acp import sdk
from easel_acp.practice_agent.commands.command import Command
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import End, Pause, Say, Steps

CRASH_EXIT_CODE = 70


async def _end(scene: Scene, argument: str) -> Steps:
    for reason in _REASONS:
        if reason == argument:
            yield Say(f"This turn ends with the stop reason `{reason}`.\n")
            yield End(reason)
    choices = ", ".join(f"`{reason}`" for reason in _REASONS)
    yield Say(f"Say which stop reason: {choices}.\n")


async def _crash(scene: Scene, argument: str) -> Steps:
    yield Say("I crash now, as you wished. This answer is lost, what came before it is saved.\n")
    yield Pause(0.3)
    await scene.client.flush()
    sys.stderr.write("easel-practice: crashing on request (/crash)\n")
    os._exit(CRASH_EXIT_CODE)


_REASONS: tuple[sdk.StopReason, ...] = tuple(
    reason for reason in get_args(sdk.StopReason) if reason != "cancelled"
)

END = Command("end", "End this turn with a stop reason", _end, hint="stop reason")
CRASH = Command("crash", "Let the agent's process die, to see what comes then", _crash)
