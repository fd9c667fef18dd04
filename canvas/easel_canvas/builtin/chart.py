"""`chart`: data drawn by Vega-Lite."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from anyio import to_thread
from msgspec import Meta

from easel_canvas.builtin.chart_text import chart_text, values_of
from easel_canvas.builtin.files import read_text
from easel_canvas.builtin.kind import Kind, View
from easel_canvas.builtin.surroundings import Surroundings
from easel_canvas.builtin.table.file import MAX_FILE, rows_of
from easel_canvas.builtin.text import count
from easel_canvas.inputs import FilePath, Titled, unfit
from easel_canvas.values import JsonObject

MAX_DEPTH: Final = 40
MAX_POINTS: Final = 50_000
_ADDRESSES: Final = frozenset({"url", "href", "usermeta"})
"""`usermeta` holds options for whoever draws the chart: addresses and HTML among them."""


class ChartInput(Titled, frozen=True, kw_only=True):
    """A chart."""

    spec: Annotated[
        dict[str, Any],
        Meta(
            description="A Vega-Lite specification (version 5 or 6): `mark`, `encoding`, and "
            '`data` as `{"values": [...]}`. Addresses (`url`) are refused: nothing is loaded.'
        ),
    ]
    file: (
        Annotated[
            FilePath,
            Meta(
                description="A file with the data (CSV, TSV, JSON, JSON Lines); it becomes `data`."
            ),
        ]
        | None
    ) = None


class ChartView(View):
    """A specification that needs nothing from elsewhere."""

    def __init__(self, spec: JsonObject, title: str | None) -> None:
        super().__init__()
        self._spec = spec
        self.title = title or _title(spec)
        if values := values_of(spec):
            self.status = count(len(values), "value")

    def content(self) -> JsonObject:
        """`{spec}`."""
        return {"spec": self._spec}

    def text(self) -> str:
        """Bars or a table."""
        return chart_text(self._spec)


def _title(spec: JsonObject) -> str | None:
    title = spec.get("title")
    text = title.get("text") if isinstance(title, dict) else title
    return text[:200] if isinstance(text, str) and text else None


def check(spec: Any, path: str = "$.spec", depth: int = 0) -> None:
    """See that a specification loads nothing.

    Raises:
        ProviderError: it has an address in it, or is nested too deeply.
    """
    if depth > MAX_DEPTH:
        raise unfit(f"The specification is nested too deeply - at `{path}`")
    if isinstance(spec, list):
        for at, item in enumerate(spec):
            check(item, f"{path}[{at}]", depth + 1)
    if isinstance(spec, dict):
        _check_object(spec, path, depth)


def _check_object(spec: JsonObject, path: str, depth: int) -> None:
    for key, value in spec.items():
        here = f"{path}.{key}"
        if path.endswith((".data", ".datasets")) and isinstance(value, list):
            _check_values(value, here)
        elif key in _ADDRESSES:
            raise unfit(f"Addresses are not loaded; put the data into `data.values` - at `{here}`")
        else:
            check(value, here, depth + 1)


def _check_values(values: Sequence[Any], path: str) -> None:
    """Rows may have fields of any name."""
    if len(values) > MAX_POINTS:
        raise unfit(f"{len(values):,} values are too many; aggregate them first - at `{path}`")


async def _make(given: ChartInput, surroundings: Surroundings) -> View:
    await to_thread.run_sync(check, given.spec)
    if given.file is None:
        return ChartView(given.spec, given.title)
    text = await read_text(given.file, surroundings, MAX_FILE)
    rows = await to_thread.run_sync(rows_of, given.file, text)
    _check_values(rows, "$.file")
    spec = {**given.spec, "data": {"values": list(rows)}}
    return ChartView(spec, given.title)


CHART = Kind(
    canvas_id="chart",
    title="Chart",
    description="Draw data as a chart, with a Vega-Lite specification: bars, lines, points, "
    "areas, maps of heat, several of them side by side or in layers.",
    input=ChartInput,
    make=_make,
)
