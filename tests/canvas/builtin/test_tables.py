"""Large data in pages: the rows stay in the server."""

from typing import Any

import pytest

from easel_canvas.errors import CanvasError
from easel_testing.canvases import Canvases

PEOPLE = [
    {"name": "Ada", "born": 1815, "alive": False},
    {"name": "Grace", "born": 1906, "alive": False},
    {"name": "Barbara", "born": 1939, "alive": True},
    {"name": "", "born": None, "alive": None},
]


def column(content: dict[str, Any], at: int = 0) -> list[Any]:
    return [row[at] for row in content["rows"]]


async def test_columns_are_the_keys_and_numbers_stand_to_the_right(shown: Canvases) -> None:
    content = await (await shown.open("table", {"rows": PEOPLE})).content()

    assert [(c["key"], c["align"]) for c in content["columns"]] == [
        ("name", "left"),
        ("born", "right"),
        ("alive", "right"),
    ]
    assert content["rows"][0] == ["Ada", 1815, False]


async def test_an_agent_sorts_filters_and_turns_pages(shown: Canvases) -> None:
    table = await shown.open("table", {"rows": PEOPLE, "pageSize": 2})

    by_birth = await table.act("sort", column="born", descending=True)
    assert column(by_birth) == ["Barbara", "Grace"]
    assert column(await table.act("page", page=2)) == ["Ada", ""]
    assert column(await table.act("filter", text="RA")) == ["Barbara", "Grace"]
    everything = await table.act("filter")
    assert (everything["rowCount"], everything["totalRows"], everything["page"]) == (4, 4, 1)


async def test_a_person_sorts_and_every_view_is_told_to_read_again(shown: Canvases) -> None:
    table = await shown.open("table", {"rows": PEOPLE})
    before = table.session.canvas_snapshot(table.instance_id).state

    table.say(type="sort", column="name")
    content = await table.until(shown.told, lambda content: content["sort"] is not None)

    assert column(content) == ["Ada", "Barbara", "Grace", ""]
    assert table.session.canvas_snapshot(table.instance_id).state != before


async def test_a_page_beyond_the_last_is_the_last(shown: Canvases) -> None:
    table = await shown.open("table", {"rows": PEOPLE, "pageSize": 3})
    assert (await table.act("page", page=1000))["page"] == 2


async def test_what_cannot_be_compared_is_sorted_all_the_same(shown: Canvases) -> None:
    mixed = [[3], ["x"], [None], [{"a": 1}], [[2]], [True], [2.5]]
    table = await shown.open("table", {"rows": mixed, "columns": [{"key": "v"}]})
    assert column(await table.act("sort", column="v"))[-1] is None


@pytest.mark.parametrize("input_", [{"rows": []}, {"rows": [{}]}, {"file": "empty.csv"}])
async def test_a_table_of_nothing_is_shown_as_such(input_: dict[str, Any], shown: Canvases) -> None:
    shown.files.content["empty.csv"] = b""
    table = await shown.open("table", input_)
    assert (await table.content())["pageCount"] == 1
    assert (await table.text()).startswith("A table without columns")


async def test_an_unknown_column_is_told_with_those_that_there_are(shown: Canvases) -> None:
    table = await shown.open("table", {"rows": PEOPLE})
    with pytest.raises(CanvasError, match="`name`, `born`, `alive`"):
        await table.act("sort", column="age")


@pytest.mark.parametrize(
    ("input_", "message"),
    [
        ({"rows": [[1, 2]]}, "give `columns`"),
        ({"rows": [[1, 2]], "columns": [{"key": "a"}]}, "2 values for 1 columns"),
        ({"rows": [[1]], "columns": [{"key": "a"}, {"key": "a"}]}, "same key"),
        ({"rows": [{str(n): n for n in range(201)}]}, "201 columns"),
    ],
)
async def test_rows_that_make_no_table_are_refused(
    input_: dict[str, Any], message: str, shown: Canvases
) -> None:
    with pytest.raises(CanvasError, match=message):
        await shown.open("table", input_)


async def test_the_text_is_aligned_also_with_wide_characters_and_names_the_page(
    shown: Canvases,
) -> None:
    rows = [{"name": "日本", "n": 1}, {"name": "a|b\nc", "n": 22}]
    table = await shown.open("table", {"rows": rows, "pageSize": 10})

    assert (await table.text()).splitlines() == [
        "| name   |   n |",
        "| ------ | --: |",
        "| 日本   |   1 |",
        "| a\\|b c |  22 |",
        "",
        "Page 1 of 1 · 2 rows",
    ]


async def test_a_csv_of_a_hundred_thousand_rows_is_shown_a_page_at_a_time(shown: Canvases) -> None:
    lines = ["id,name,code", *(f"{n},name {n},{n:06}" for n in range(100_000))]
    shown.files.content["big.csv"] = "\n".join(lines).encode()
    table = await shown.open("table", {"file": "big.csv"})

    content = await table.content()
    assert (len(content["rows"]), content["pageCount"]) == (50, 2000)
    assert content["rows"][1] == [1, "name 1", "000001"]
    last = await table.act("page", page=2000)
    assert last["rows"][-1] == [99_999, "name 99999", "099999"]
    assert (await table.act("filter", text="name 4242"))["rowCount"] == 11


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rows.tsv", b"a\tb\n1\tx\n"),
        ("rows.csv", "\ufeffa;b\r\n1;x\r\n".encode()),
        ("rows.json", b'[{"a": 1, "b": "x"}]'),
        ("rows.jsonl", b'{"a": 1, "b": "x"}\n\n'),
    ],
)
async def test_every_usual_format_of_a_file_is_read(
    name: str, data: bytes, shown: Canvases
) -> None:
    shown.files.content[name] = data
    content = await (await shown.open("table", {"file": name})).content()
    assert [c["key"] for c in content["columns"]] == ["a", "b"]
    assert content["rows"] == [[1, "x"]]


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.json", b'{"a": 1}'), ("x.jsonl", b"[1]"), ("x.csv", b"\xff\xfe\x00"), ("x.json", b"[")],
)
async def test_a_file_of_another_form_is_refused(name: str, data: bytes, shown: Canvases) -> None:
    shown.files.content[name] = data
    with pytest.raises(CanvasError, match=name):
        await shown.open("table", {"file": name})
