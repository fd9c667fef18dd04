"""Whatever an agent shows: it is shown, or refused with a sentence."""

from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from easel_canvas.builtin.chart_text import chart_text
from easel_canvas.builtin.diff import split_patch
from easel_canvas.builtin.html_text import html_text
from easel_canvas.builtin.image_size import image_facts
from easel_canvas.builtin.table.data import shown, table_of
from easel_canvas.builtin.table.file import rows_of
from easel_canvas.builtin.table.input import Filter, Sort
from easel_canvas.builtin.terminal import plain_lines
from easel_canvas.builtin.text import columns, fenced
from easel_canvas.errors import ProviderError

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(["a", "b", "n"])
ROWS = st.lists(st.dictionaries(KEYS, JSON, max_size=3), max_size=6)
quickly = settings(max_examples=60, deadline=None)


@quickly
@given(rows=ROWS, word=st.text(max_size=2), descending=st.booleans())
def test_any_rows_are_sorted_filtered_and_written(
    rows: list[dict[str, Any]], word: str, descending: bool
) -> None:
    table = table_of(rows, None)
    column = table.columns[0].key if table.columns else None
    chosen = table.select(Filter(text=word), Sort(column=column, descending=descending))

    assert len(set(chosen)) == len(chosen) <= len(rows)
    assert word or len(chosen) == len(rows)
    if table.columns:
        text = columns(
            [column.title for column in table.columns],
            [[shown(value) for value in row] for row in table.rows],
            [column.align for column in table.columns],
        )
        assert len(text.split("\n")) == len(rows) + 2


@quickly
@given(name=st.sampled_from(["x.csv", "x.tsv", "x.json", "x.jsonl"]), text=st.text(max_size=60))
def test_any_file_is_a_table_or_refused(name: str, text: str) -> None:
    with suppress(ProviderError):
        table_of(rows_of(name, text), None)


@quickly
@given(values=st.lists(JSON, max_size=6), number=KEYS, word=KEYS)
def test_any_data_of_a_chart_has_a_text(values: list[Any], number: str, word: str) -> None:
    encoding = {
        "x": {"field": word, "type": "nominal"},
        "y": {"field": number, "type": "quantitative"},
    }
    assert chart_text({"data": {"values": values}, "encoding": encoding})


@quickly
@given(spec=st.dictionaries(st.sampled_from(["data", "encoding", "title"]), JSON))
def test_any_specification_has_a_text(spec: dict[str, Any]) -> None:
    assert chart_text(spec)


@quickly
@given(text=st.text(alphabet="ab\r\n\b\t\x1b[]31m;\\\x07", max_size=60))
def test_no_output_drives_a_terminal(text: str) -> None:
    assert not any(c < " " and c != "\t" for line in plain_lines(text) for c in line)


@quickly
@given(html=st.text(alphabet="<>/abhp1 ='\"!-&;\n", max_size=80))
def test_any_page_has_a_text(html: str) -> None:
    assert html_text(html) is not None


@quickly
@given(
    lines=st.lists(st.sampled_from(["--- a", "+++ b", "@@ -1 +1 @@", "+x", "-y", "diff --git a b"]))
)
def test_any_patch_is_taken_apart_whole_or_refused(lines: list[str]) -> None:
    with suppress(ProviderError):
        files = split_patch("\n".join(lines))
        assert "\n".join(file.unified for file in files).split("\n") == lines


@quickly
@given(
    head=st.sampled_from([b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff", b"RIFF"]),
    rest=st.binary(),
)
def test_any_bytes_are_looked_at(head: bytes, rest: bytes) -> None:
    facts = image_facts(head + rest)
    assert facts is None or facts.mime_type.startswith("image/")


@quickly
@given(text=st.text(alphabet="`a\n", max_size=30))
def test_nothing_ends_its_code_block_early(text: str) -> None:
    block = fenced(text).split("\n")
    fence = block[0]
    assert block[-1] == fence
    assert fence not in text
