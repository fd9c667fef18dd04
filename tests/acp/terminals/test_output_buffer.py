"""What a terminal keeps of its output: the end, within a limit of bytes, in whole characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.terminals.output import OutputBuffer

CHARACTERS = "aß€𝄞\n"
PIECES = st.lists(st.text(alphabet=CHARACTERS, max_size=20), max_size=10)


def fed(limit: int, *pieces: bytes) -> OutputBuffer:
    buffer = OutputBuffer(limit)
    for piece in pieces:
        buffer.feed(piece)
    buffer.finish()
    return buffer


def test_output_within_the_limit_is_kept_whole() -> None:
    buffer = fed(10, b"0123456789")
    assert buffer.text() == "0123456789"
    assert not buffer.truncated


def test_beyond_the_limit_the_beginning_goes_and_is_said_to_have_gone() -> None:
    buffer = fed(10, b"0123456789", b"x")
    assert buffer.text() == "123456789x"
    assert buffer.truncated


@pytest.mark.parametrize(("limit", "kept"), [(4, "€a"), (3, "a"), (1, "a"), (0, "")])
def test_the_cut_never_splits_a_character(limit: int, kept: str) -> None:
    assert fed(limit, "ß€a".encode()).text() == kept


def test_a_character_cut_between_two_reads_is_whole() -> None:
    assert fed(99, b"\xe2", b"\x82", b"\xac").text() == "€"


def test_what_is_not_utf_8_is_replaced_and_counted_as_it_is_handed_out() -> None:
    buffer = fed(5, b"a\xff\xfe")
    assert buffer.text() == "\ufffd"
    assert buffer.truncated


def test_a_character_that_never_ends_is_replaced_at_the_end() -> None:
    assert fed(99, b"a\xe2\x82").text() == "a\ufffd"


@given(PIECES, st.integers(0, 60), st.integers(1, 7))
def test_the_longest_end_that_fits_is_kept_however_the_bytes_arrive(
    pieces: list[str], limit: int, size: int
) -> None:
    whole = "".join(pieces)
    data = whole.encode()
    buffer = fed(limit, *(data[at : at + size] for at in range(0, len(data), size)))
    kept = buffer.text()
    assert whole.endswith(kept)
    assert len(kept.encode()) <= limit
    assert buffer.truncated == (kept != whole)
    if kept != whole:
        assert len(whole[-len(kept) - 1 :].encode()) > limit


@given(st.lists(st.binary(max_size=20), max_size=10), st.integers(0, 60))
def test_any_bytes_give_text_within_the_limit(pieces: list[bytes], limit: int) -> None:
    assert len(fed(limit, *pieces).text().encode()) <= limit
