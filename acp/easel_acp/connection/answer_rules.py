"""Telling what agents mean by the errors that they answer with.

Every agent has its own way to say it, and no code means one thing: -32603 is "no such session" in
one agent and a full disk in the next. So the rules are data: one row per way of saying it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class AnswerRule(Generic[Kind]):
    """An answer of *kind*: one with such a code (any, if None) and such words (any, if None).

    The words are looked for in the message and in the JSON of the data, whatever their case.
    """

    kind: Kind
    codes: frozenset[int] | None
    words: re.Pattern[str] | None


def answer_rule(kind: Kind, codes: frozenset[int] | None, words: str | None) -> AnswerRule[Kind]:
    """A row; *words* is a regular expression."""
    pattern = re.compile(words, re.IGNORECASE | re.DOTALL) if words else None
    return AnswerRule(kind, codes, pattern)


def classify(
    rules: Iterable[AnswerRule[Kind]], code: int | None, message: str, data: Any = None
) -> Kind | None:
    """The kind of the first rule that fits the answer; None if none does."""
    said = message if data is None else f"{message} {msgspec.json.encode(data).decode()}"
    for rule in rules:
        if rule.codes is not None and code not in rule.codes:
            continue
        if rule.words is None or rule.words.search(said):
            return rule.kind
    return None
