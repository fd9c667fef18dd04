"""The rows of a table, and which of them are shown in which order. Pure; may take a while."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from easel_canvas.builtin.table.input import MAX_COLUMNS, ColumnInput, Filter, Sort
from easel_canvas.builtin.text import Align
from easel_canvas.inputs import unfit
from easel_canvas.values import JsonObject

Row = tuple[Any, ...]
Rows = Sequence[Row | JsonObject]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is shown."""

    key: str
    title: str
    align: Align


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that have a value for each column."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def index(self, key: str) -> int:
        """The place of a column.

        Raises:
            ProviderError: there is none of that key.
        """
        for at, column in enumerate(self.columns):
            if column.key == key:
                return at
        names = ", ".join(f"`{column.key}`" for column in self.columns)
        raise unfit(f"There is no column `{key}`. There are {names}.")

    def select(self, filter_: Filter, sort: Sort) -> tuple[int, ...]:
        """Which rows are shown, in their order.

        Raises:
            ProviderError: the order is by a column that there is not.
        """
        wanted = filter_.text.casefold()
        chosen = [
            at
            for at, row in enumerate(self.rows)
            if not wanted or any(wanted in shown(value).casefold() for value in row)
        ]
        if sort.column is not None:
            column = self.index(sort.column)
            chosen.sort(key=lambda at: _order(self.rows[at][column]), reverse=sort.descending)
            chosen.sort(key=lambda at: self.rows[at][column] in (None, ""))
        return tuple(chosen)


def table_of(rows: Rows, columns: tuple[ColumnInput, ...] | None) -> Table:
    """A table of rows of either form.

    Raises:
        ProviderError: the columns are not known, are too many, or a row has other ones.
    """
    wanted = columns if columns is not None else tuple(ColumnInput(key=k) for k in _keys(rows))
    if len(wanted) > MAX_COLUMNS:
        raise unfit(f"The rows have {len(wanted)} columns; {MAX_COLUMNS} can be shown.")
    keys = [column.key for column in wanted]
    if len(set(keys)) < len(keys):
        raise unfit("Two columns have the same key.")
    complete = tuple(_complete(row, keys, at) for at, row in enumerate(rows))
    shown_columns = tuple(
        Column(column.key, column.title or column.key, column.align or _alignment(complete, at))
        for at, column in enumerate(wanted)
    )
    return Table(shown_columns, complete)


def shown(value: Any) -> str:
    """A value as a person reads it."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case int() | float():
            return str(value)
        case _:
            return msgspec.json.encode(value).decode()


def _keys(rows: Rows) -> Iterable[str]:
    keys: dict[str, None] = {}
    for at, row in enumerate(rows):
        if not isinstance(row, dict):
            raise unfit(f"`rows[{at}]` is an array: give `columns`, or make every row an object.")
        keys |= dict.fromkeys(row)
    return keys


def _complete(row: Row | JsonObject, keys: list[str], at: int) -> Row:
    if isinstance(row, dict):
        return tuple(row.get(key) for key in keys)
    if len(row) > len(keys):
        raise unfit(f"`rows[{at}]` has {len(row)} values for {len(keys)} columns.")
    return (*row, *[None] * (len(keys) - len(row)))


def _alignment(rows: tuple[Row, ...], at: int) -> Align:
    values = [row[at] for row in rows if row[at] is not None]
    is_number = all(isinstance(value, int | float) for value in values)
    return "right" if values and is_number else "left"


def _order(value: Any) -> tuple[int, float, str]:
    """Numbers before words; words as a person sorts them."""
    if isinstance(value, int | float):
        return (0, value, "")
    return (1, 0.0, shown(value).casefold())
