"""Vega-Lite, without anything from elsewhere, and as text."""

from typing import Any

import pytest

from easel_canvas.errors import CanvasError
from easel_testing.canvases import Canvases

VALUES = [{"who": "Ada", "n": 8}, {"who": "Grace", "n": 3}]
BARS = {
    "mark": "bar",
    "title": {"text": "Who did what"},
    "data": {"values": VALUES},
    "encoding": {
        "x": {"field": "who", "type": "nominal"},
        "y": {"field": "n", "type": "quantitative"},
    },
}


async def test_bars_are_drawn_as_text(shown: Canvases) -> None:
    chart = await shown.open("chart", {"spec": BARS})

    assert (await chart.content())["title"] == "Who did what"
    assert [line.rstrip(" |") for line in (await chart.text()).splitlines()[2:]] == [
        f"| Ada   |   8 | {'█' * 40}",
        f"| Grace |   3 | {'█' * 15}",
    ]


@pytest.mark.parametrize(
    "encoding",
    [
        {},
        {"x": {"field": "who", "type": "nominal"}, "y": {"aggregate": "count"}},
        {"x": {"field": "n", "type": "quantitative"}, "y": {"field": "n", "type": "quantitative"}},
    ],
)
async def test_data_that_is_no_bars_is_a_table(encoding: Any, shown: Canvases) -> None:
    chart = await shown.open("chart", {"spec": {**BARS, "encoding": encoding}})
    assert "| Ada   |   8 |" in await chart.text()


async def test_of_many_values_the_first_are_listed(shown: Canvases) -> None:
    values = [{"x": n, "y": -n} for n in range(60)]
    chart = await shown.open("chart", {"spec": {"mark": "point", "data": {"values": values}}})
    assert (await chart.text()).endswith("… and 10 rows more")


async def test_the_data_may_be_in_a_file(shown: Canvases) -> None:
    shown.files.content["data.csv"] = b"who,n\nAda,8\n"
    spec = {key: value for key, value in BARS.items() if key != "data"}
    chart = await shown.open("chart", {"spec": spec, "file": "data.csv"})
    assert (await chart.content())["spec"]["data"] == {"values": [{"who": "Ada", "n": 8}]}


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        ({"data": {"url": "https://example.com/x.csv"}}, "spec.data.url"),
        ({"layer": [{"data": {"url": "file:///etc/passwd"}}]}, r"spec.layer\[0\].data.url"),
        ({"mark": {"type": "text", "href": "javascript:alert(1)"}}, "spec.mark.href"),
        ({"encoding": {"url": {"value": "https://example.com"}}}, "spec.encoding.url"),
        ({"usermeta": {"embedOptions": {"patch": "https://example.com"}}}, "spec.usermeta"),
        ({"data": {"values": [{}] * 50_001}}, "50,001 values"),
    ],
)
async def test_a_specification_that_would_load_something_is_refused(
    spec: Any, path: str, shown: Canvases
) -> None:
    with pytest.raises(CanvasError, match=path):
        await shown.open("chart", {"spec": spec})


async def test_a_field_of_the_data_may_be_called_url(shown: Canvases) -> None:
    values = [{"url": "https://example.com", "n": 1}]
    await shown.open("chart", {"spec": {"mark": "bar", "data": {"values": values}}})
    named = {"datasets": {"mine": values}, "data": {"name": "mine"}}
    await shown.open("chart", {"spec": {"mark": "bar", **named}})


async def test_a_chart_without_data_of_its_own_says_so(shown: Canvases) -> None:
    chart = await shown.open("chart", {"spec": {"data": {"sequence": {"start": 0, "stop": 9}}}})
    assert "no data" in await chart.text()
