"""Usage in words."""

from easel_conversation.values import Usage
from easel_server.cli.render.plain import plain


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
