"""Tokens and cost. Agents report levels of their session; a conversation can have had several."""

import math

from easel_conversation.values import Cost, Usage


def sane(told: Usage | None) -> Usage | None:
    """What an agent told, without numbers that cannot be: negative, infinite, not a number."""
    if told is None:
        return None
    kept = Usage(
        input_tokens=_count(told.input_tokens),
        output_tokens=_count(told.output_tokens),
        context_used=_count(told.context_used),
        context_size=_count(told.context_size),
        cost=_cost(told.cost),
    )
    return None if kept == Usage() else kept


def total(earlier: Usage, known: Usage, level: Usage) -> Usage:
    """The usage of a conversation after its session reported `level`.

    `earlier`: what the sessions before came to; `known`: the total so far. Levels of a session are
    not summed, and a lower one (told again, or late) takes nothing away.
    """
    return Usage(
        input_tokens=_highest(earlier.input_tokens, known.input_tokens, level.input_tokens),
        output_tokens=_highest(earlier.output_tokens, known.output_tokens, level.output_tokens),
        context_used=known.context_used if level.context_used is None else level.context_used,
        context_size=known.context_size if level.context_size is None else level.context_size,
        cost=_highest_cost(earlier.cost, known.cost, level.cost),
    )


def _highest(earlier: int | None, known: int | None, level: int | None) -> int | None:
    return known if level is None else max(known or 0, (earlier or 0) + level)


def _highest_cost(earlier: Cost | None, known: Cost | None, level: Cost | None) -> Cost | None:
    if level is None or known is None or known.currency != level.currency:
        return level or known
    before = earlier.amount if earlier and earlier.currency == level.currency else 0.0
    return Cost(amount=max(known.amount, before + level.amount), currency=level.currency)


def _count(number: int | None) -> int | None:
    return number if number is not None and number >= 0 else None


def _cost(cost: Cost | None) -> Cost | None:
    return cost if cost and math.isfinite(cost.amount) and cost.amount >= 0 else None
