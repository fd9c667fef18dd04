"""How a turn ended, and what it took."""

from typing import Final

from rich.text import Text

from easel_conversation.events import TurnEnded
from easel_conversation.values import EndReason, Usage
from easel_server.cli.render.plain import plain

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


def usage_facts(usage: Usage) -> list[str]:
    """The known levels of a conversation in words: tokens, context, cost."""
    facts: list[str] = []
    if usage.input_tokens is not None and usage.output_tokens is not None:
        noun = "token" if usage.input_tokens == 1 else "tokens"
        facts.append(f"{count(usage.input_tokens)} {noun} in, {count(usage.output_tokens)} out")
    if usage.context_used is not None and usage.context_size:
        facts.append(f"context {usage.context_used / usage.context_size:.0%}")
    if usage.cost is not None and usage.cost.amount > 0:
        facts.append(f"{usage.cost.amount:.2f} {plain(usage.cost.currency)}")
    return facts


def count(number: int) -> str:
    """A number of tokens, short: 950, 1.2k, 34k, 1.2M."""
    if number < 1000:
        return str(number)
    scaled, unit = (number / 1000, "k") if number < 999_500 else (number / 1_000_000, "M")
    return f"{scaled:.1f}{unit}" if scaled < 10 else f"{scaled:.0f}{unit}"
