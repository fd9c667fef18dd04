"""What a person may set about how conversations behave. Durations in milliseconds."""

from typing import Literal

import msgspec

from easel_conversation.values import OnTimeout

PermissionDefault = Literal["ask", "allow", "reject"]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Choices that decisions follow, taken from the settings."""

    cancel_timeout_ms: int = 5_000
    cancel_on_timeout: OnTimeout = "interrupt"
    """What happens to a turn that has to make way (`whenBusy: "interrupt"`, pause)."""
    silence_ms: int = 120_000
    quiet_ms: int = 5_000
    """After this long without news, a turn that the agent began by itself is over."""
    permissions: PermissionDefault = "ask"
    restart_budget: int = 3
    """Crashes within a minute that are followed by a new start; the next one parks."""
    max_queued_prompts: int = 100
    max_turn_text: int = 16 * 1024 * 1024
    """Characters of text kept of one turn."""
    max_tool_output: int = 256 * 1024
    """Characters kept of what a tool call shows; see `decide/clipping.py`."""
