"""Text forms: Markdown that is also good to read as it stands."""

from collections.abc import Sequence
from typing import Literal

import wcwidth

Align = Literal["left", "right"]
MAX_CELL_WIDTH = 60
"""Columns of a terminal; a longer cell is cut, visibly."""


def fenced(content: str, language: str = "") -> str:
    """A code block that its content cannot close."""
    fence = "```"
    while fence in content:
        fence += "`"
    return f"{fence}{language}\n{content.removesuffix(chr(10))}\n{fence}"


def columns(header: Sequence[str], rows: Sequence[Sequence[str]], align: Sequence[Align]) -> str:
    """A Markdown table whose columns stand below each other, wide characters included."""
    shown = [[cell(text) for text in row] for row in (header, *rows)]
    widths = [max(3, *(wcwidth.width(row[at]) for row in shown)) for at in range(len(header))]
    rule = [_rule(width, side) for width, side in zip(widths, align, strict=True)]
    lines = [_padded(shown[0], widths, align), rule]
    lines += [_padded(row, widths, align) for row in shown[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(text: str) -> str:
    """A text on one line, without what ends a cell or drives a terminal."""
    plain = " ".join(wcwidth.strip_sequences(text).split()).replace("|", "\\|")
    if wcwidth.width(plain) <= MAX_CELL_WIDTH:
        return plain
    return wcwidth.clip(plain, 0, MAX_CELL_WIDTH - 1).rstrip() + "…"


def count(number: int, noun: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _rule(width: int, side: Align) -> str:
    return "-" * (width - 1) + (":" if side == "right" else "-")


def _padded(row: Sequence[str], widths: Sequence[int], align: Sequence[Align]) -> list[str]:
    return [
        (wcwidth.rjust if side == "right" else wcwidth.ljust)(text, width)
        for text, width, side in zip(row, widths, align, strict=True)
    ]
