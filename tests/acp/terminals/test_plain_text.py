"""Terminal output for readers that are no terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.terminals.plain_text import plain_text


@pytest.mark.parametrize(
    ("output", "read"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x1b(Bb\x1b7c", "abc"),
        ("one\r\ntwo\r\n", "one\ntwo\n"),
        ("10 %\r50 %\r100 %\ndone", "100 %\ndone"),
        ("N\x08NA\x08A", "NA"),
        ("bell\x07\x00", "bell"),
        ("tab\tkept", "tab\tkept"),
        ("cut \x1b[3", "cut 3"),
        ("cut \x1b]0;titl", "cut "),
        ("ünï€𝄞", "ünï€𝄞"),
    ],
)
def test_output_reads_as_the_terminal_shows_it(output: str, read: str) -> None:
    assert plain_text(output) == read


@given(st.text(alphabet="ab\x1b[];m0\x07\\\r\n\x08\t"))
def test_nothing_that_is_not_text_remains(output: str) -> None:
    assert set(plain_text(output)) <= set("ab[];m0\\\n\t")


@given(st.text(alphabet="abc\n\tü"))
def test_plain_text_stays_as_it_is(output: str) -> None:
    assert plain_text(output) == output


@pytest.mark.parametrize(
    "piece", ["\x1b]", "\x1b[", "\r", "a\r", "\x08", "a\x08", "\x1b]a", "\x1b[0"]
)
def test_hostile_output_takes_no_more_time_than_any(piece: str) -> None:
    plain_text(piece * 300_000)
