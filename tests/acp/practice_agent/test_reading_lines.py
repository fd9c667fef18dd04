"""Lines and messages, however the bytes arrive."""

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.practice_agent.lines import BadLineError, LineSplitter, parse_message


@given(st.lists(st.binary(max_size=20)), st.data())
def test_lines_do_not_depend_on_how_the_bytes_are_cut(
    parts: list[bytes], data: st.DataObject
) -> None:
    stream = b"\n".join(parts) + b"\n"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=5)))
    splitter = LineSplitter()
    pieces = [stream[i:j] for i, j in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    lines = [line for piece in pieces for line in splitter.feed(piece)]
    assert lines == stream.split(b"\n")[:-1]


def test_a_line_that_is_too_long_costs_only_itself() -> None:
    splitter = LineSplitter(limit=4)
    lines = [line for piece in (b"abc", b"de\nab", b"cd\nx\n") for line in splitter.feed(piece)]
    assert lines == [None, b"abcd", b"x"]


@given(st.binary(max_size=60))
def test_any_line_is_a_message_or_a_bad_line(line: bytes) -> None:
    with suppress(BadLineError):
        assert isinstance(parse_message(line), dict)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["id", "method", "result", "error", "x"]), inner, max_size=4
        )
    ),
    max_leaves=6,
)


@given(JSON)
def test_what_passes_can_be_handled_by_the_connection(value: object) -> None:
    try:
        message = parse_message(msgspec.json.encode(value))
    except BadLineError:
        return
    assert "method" in message or "id" in message
    assert isinstance(message.get("method", ""), str)
    assert isinstance(message.get("error", {}), dict) or "method" in message


@pytest.mark.parametrize("depth", [100_000])
def test_deep_nesting_is_a_bad_line(depth: int) -> None:
    with pytest.raises(BadLineError):
        parse_message(b"[" * depth)
