"""Reading a table from a file."""

import csv
import io
from typing import Final

import msgspec

from easel_canvas.builtin.table.data import Rows
from easel_canvas.builtin.table.input import MAX_ROWS
from easel_canvas.inputs import MIB, unfit

MAX_FILE: Final = 32 * MIB
_SAMPLE: Final = 8192


def rows_of(name: str, text: str) -> Rows:
    """The rows of a file: JSON (an array of objects), a JSON object on each line, or CSV.

    Raises:
        ProviderError: it is none of these, or has too many rows.
    """
    try:
        rows = _parsed(name.lower(), text)
    except msgspec.DecodeError as error:
        raise unfit(f"{name} holds no rows: {error}") from None
    except csv.Error as error:
        raise unfit(f"{name} is no CSV: {error}") from None
    if len(rows) > MAX_ROWS:
        raise unfit(f"{name} has {len(rows):,} rows; {MAX_ROWS:,} can be shown.")
    return rows


def _parsed(name: str, text: str) -> Rows:
    if name.endswith(".json"):
        return msgspec.json.decode(text, type=list[dict[str, object]])
    if name.endswith((".jsonl", ".ndjson")):
        lines = msgspec.json.Decoder(dict[str, object])
        return [lines.decode(line) for line in text.splitlines() if line.strip()]
    return _csv(name, text)


def _csv(name: str, text: str) -> Rows:
    delimiter = "\t" if name.endswith(".tsv") else _delimiter(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = _distinct(next(lines, []))
    return [dict(zip(header, map(_value, line), strict=False)) for line in lines if line]


def _delimiter(text: str) -> str:
    """The one that most often stands in the first line."""
    first = text[:_SAMPLE].partition("\n")[0]
    return max(",;\t|", key=first.count)


def _distinct(names: list[str]) -> list[str]:
    """Names for columns: none empty, none twice."""
    chosen: dict[str, None] = {}
    for at, name in enumerate(names, start=1):
        key = name.strip() or f"column {at}"
        chosen[key if key not in chosen else f"{key} ({at})"] = None
    return list(chosen)


def _value(text: str) -> str | float | None:
    """Numbers as numbers, so that they sort as such; what only looks like one stays a text."""
    if not text:
        return None
    if text[0] in "-0123456789." and text.strip("-+.eE0123456789") == "":
        try:
            return _number(text)
        except ValueError:
            return text
    return text


def _number(text: str) -> float | str:
    digits = text.removeprefix("-")
    if digits.startswith("0") and digits[1:2].isdigit():
        return text  # a code such as 007, not a number
    if len(text) > 15:
        return text  # a long id would lose its last digits
    return int(text) if digits.isdigit() else float(text)
