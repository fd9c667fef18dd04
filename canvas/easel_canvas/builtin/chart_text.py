"""A Vega-Lite chart as text: bars where they say it well, else the data as a table. Pure."""

from typing import Any, Final

from easel_canvas.builtin.table.data import shown, table_of
from easel_canvas.builtin.text import columns, count, fenced
from easel_canvas.errors import ProviderError
from easel_canvas.values import JsonObject

_MAX_BARS: Final = 40
_MAX_ROWS: Final = 50
_BAR_WIDTH: Final = 40
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"


def chart_text(spec: JsonObject) -> str:
    """The chart in words: its data as bars or as a table."""
    rows = values_of(spec)
    if not rows:
        return "This chart has no data of its own that could be shown as text."
    return _bars(spec, rows) or _table(rows)


def values_of(spec: JsonObject) -> list[JsonObject]:
    """The rows of the spec's inline data; a value that is no object is the field `data`."""
    data = spec.get("data")
    values = data.get("values") if isinstance(data, dict) else None
    if not isinstance(values, list):
        return []
    return [value if isinstance(value, dict) else {"data": value} for value in values]


def _bars(spec: JsonObject, rows: list[JsonObject]) -> str | None:
    """One bar for each row, if the chart has one number for each name."""
    fields = _fields(spec)
    if fields is None or len(rows) > _MAX_BARS:
        return None
    name, number = fields
    numbers = [value for row in rows if isinstance(value := row.get(number), int | float)]
    if len(numbers) < len(rows) or min(numbers) < 0:
        return None
    longest = max(numbers) or 1
    return columns(
        [name, number, ""],
        [
            [shown(row.get(name)), shown(value), _bar(value / longest)]
            for row, value in zip(rows, numbers, strict=True)
        ],
        ["left", "right", "left"],
    )


def _fields(spec: JsonObject) -> tuple[str, str] | None:
    """The field of the names and that of the numbers, if the encoding is that simple."""
    encoding = spec.get("encoding")
    if not isinstance(encoding, dict):
        return None
    channels = [_channel(encoding, at) for at in ("x", "y", "theta", "color")]
    numbers = [field for field, type_ in channels if field and type_ == "quantitative"]
    names = [field for field, type_ in channels if field and type_ != "quantitative"]
    if len(numbers) != 1 or not names:
        return None
    return names[0], numbers[0]


def _channel(encoding: JsonObject, name: str) -> tuple[str | None, Any]:
    channel = encoding.get(name)
    if not isinstance(channel, dict) or "aggregate" in channel or "bin" in channel:
        return None, None
    field = channel.get("field")
    return (field if isinstance(field, str) else None), channel.get("type")


def _bar(share: float) -> str:
    eighths = round(share * _BAR_WIDTH * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _table(rows: list[JsonObject]) -> str:
    try:
        table = table_of(rows[:_MAX_ROWS], None)
    except ProviderError:
        return fenced("\n".join(shown(row) for row in rows[:_MAX_ROWS]), "json")
    text = columns(
        [column.title for column in table.columns],
        [[shown(value) for value in row] for row in table.rows],
        [column.align for column in table.columns],
    )
    more = len(rows) - _MAX_ROWS
    return f"{text}\n\n… and {count(more, 'row')} more" if more > 0 else text
