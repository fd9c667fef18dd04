"""How a turn ended, and what it took."""

from typing import Final

from rich.text import Text

from easel_conversation.events import TurnEnded
from easel_conversation.values import EndReason, Usage
from easel_server.cli.render.plain import plain
from easel_server.cli.render.usage import usage_facts

ENDINGS: Final[dict[EndReason, str]] = {
    "completed": "Done",
    "truncated": "Cut off: the agent reached a limit",
    "refused": "The agent refused",
    "cancelled": "Stopped; what was written stays",
    "cancelledForced": "Stopped by force: the agent did not answer, so its process was ended",
    "interrupted": "Interrupted; what was written stays",
    "crashed": "The agent's process died",
    "orphaned": "Given up: the agent never said that it was done",
    "failed": "Failed",
}


def ending(event: TurnEnded, usage: Usage, seconds: float | None) -> Text:
    """One line: how the turn ended, how long it took, and the usage so far."""
    words = ENDINGS[event.reason]
    if event.error is not None:
        words = f"{words}: {plain(event.error.message)}"
    facts = [words, *([f"{seconds:.1f} s"] if seconds is not None else []), *usage_facts(usage)]
    bad = event.reason in {"crashed", "orphaned", "failed", "refused", "truncated"}
    return Text(" · ".join(facts), style="red" if bad else "dim")
