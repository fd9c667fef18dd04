"""The outcome as a table for people."""

from collections.abc import Sequence

from rich import box
from rich.table import Table

from benchmarks.samples import Row, Samples

_VERDICTS = {None: "", True: "kept", False: "MISSED"}


def table(rows: Sequence[Row]) -> Table:
    """One line for each row: median, smallest and largest value, ratio, budget."""
    made = Table(box=box.SIMPLE_HEAD)
    for heading in ("", "what", "Easel", "beside", "its value", "ratio", "budget", ""):
        made.add_column(heading, justify="right" if heading in {"ratio", "budget"} else "left")
    for row in rows:
        made.add_row(
            row.benchmark,
            row.what,
            _values(row.easel, row.unit),
            "" if row.floor is None else row.floor.name,
            "" if row.floor is None else _values(row.floor.samples, row.unit),
            "" if row.ratio is None else f"{row.ratio:.2f}x",
            _budget(row),
            _VERDICTS[row.within_budget],
        )
    return made


def _values(samples: Samples, unit: str) -> str:
    told = f"{_number(samples.median)} {unit}"
    if len(samples.values) == 1:
        return told
    return f"{told} ({_number(samples.low)} to {_number(samples.high)})"


def _budget(row: Row) -> str:
    if row.budget is None:
        return ""
    limit = row.budget.limit
    match row.budget.of:
        case "ratio":
            return f"{limit:.2f}x"
        case "added":
            return f"+{_number(limit)} {row.unit}"
        case "value":
            return f"{_number(limit)} {row.unit}"


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
