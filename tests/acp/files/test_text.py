"""Choosing lines, and keeping the style of a file that is written over."""

import re
from codecs import BOM_UTF8

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.files import text

CONTENT = "one\ntwo\nthree\nfour\n"


@pytest.mark.parametrize(
    ("line", "limit", "expected"),
    [
        (None, None, CONTENT),
        (1, None, CONTENT),
        (3, None, "three\nfour\n"),
        (None, 2, "one\ntwo\n"),
        (2, 2, "two\nthree\n"),
        (4, 10, "four\n"),
        (0, 1, "one\n"),
        (None, 0, ""),
        (5, None, ""),
        (2**32 - 1, 2**32 - 1, ""),
    ],
)
def test_a_window_of_lines_is_one_based_and_keeps_the_line_ends(
    line: int | None, limit: int | None, expected: str
) -> None:
    assert text.lines_of(CONTENT, line, limit) == expected


def test_a_last_line_without_a_line_end_is_a_line() -> None:
    assert text.lines_of("a\nb", 2, None) == "b"


def test_only_a_line_feed_ends_a_line() -> None:
    assert text.lines_of("a\u2028b\x0cc\rd\r\ne", 1, 1) == "a\u2028b\x0cc\rd\r\n"


@given(st.text(alphabet="ab\r\n\u2028é"), st.integers(1, 5))
def test_windows_put_together_are_the_text(content: str, size: int) -> None:
    starts = range(1, content.count("\n") + 3, size)
    assert "".join(text.lines_of(content, start, size) for start in starts) == content


@given(st.text(alphabet="ab\r\n\u2028é"), st.integers(0, 9), st.integers(0, 9))
def test_a_window_agrees_with_the_plain_definition(content: str, line: int, limit: int) -> None:
    every_line = re.findall(r"[^\n]*\n|[^\n]+\Z", content)
    start = max(line - 1, 0)
    assert text.lines_of(content, line, limit) == "".join(every_line[start : start + limit])


def test_a_new_file_gets_the_text_as_it_is() -> None:
    assert text.encode_like(None, "é\r\nb\n") == "é\r\nb\n".encode()


def test_the_byte_order_mark_belongs_to_the_file() -> None:
    assert text.decode(BOM_UTF8 + b"a") == "a"
    assert text.encode_like(BOM_UTF8 + b"a", "b") == BOM_UTF8 + b"b"
    assert text.encode_like(BOM_UTF8 + b"a", "\ufeffb") == BOM_UTF8 + b"b"
    assert text.encode_like(b"a", "\ufeffb") == b"b"


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        (b"a\r\nb\r\n", "x\ny\n", b"x\r\ny\r\n"),
        (b"a\nb\n", "x\ny\n", b"x\ny\n"),
        (b"a\nb\n", "x\r\ny\r\n", b"x\r\ny\r\n"),
        (b"a\r\nb\n", "x\ny\n", b"x\ny\n"),
        (b"a\r\nb\r\n", "x\r\ny\n", b"x\r\ny\n"),
        (b"no line end", "x\ny\n", b"x\ny\n"),
    ],
    ids=["crlf kept", "lf kept", "agent brings crlf", "mixed", "agent brings a mix", "none"],
)
def test_line_ends_belong_to_the_file_unless_the_text_brings_its_own(
    old: bytes, new: str, written: bytes
) -> None:
    assert text.encode_like(old, new) == written


@given(st.from_regex("\ufeff?[ab\r\né]*", fullmatch=True))
def test_what_was_read_can_be_written_back_unchanged(content: str) -> None:
    data = content.encode()
    assert text.encode_like(data, text.decode(data)) == data


def test_bytes_that_are_not_utf_8_are_never_replaced() -> None:
    with pytest.raises(UnicodeDecodeError):
        text.encode_like(b"caf\xe9", "cafe")
