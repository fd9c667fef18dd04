"""The frame parser: any chunking, any garbage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_server.io.framing import (
    MAX_HEADER_BYTES,
    FrameError,
    FrameFault,
    FrameParser,
    encode_frame,
)

MAX_BODY = 200

bodies = st.binary(max_size=MAX_BODY)
broken = st.sampled_from(
    [
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: five\r\n\r\n{}",
        b"Content-Length:\r\n\r\n",
        b"Content-Length: 99999999999999999999999\r\n\r\n",
        b"Content-Length: 201\r\n\r\n" + b"x" * 201,
        b"Content-Type: application/json\r\n\r\n{}",
        b"a stray print\n",
        b"\r\n\r\n",
        b"\n\n\n",
        b"x" * (2 * MAX_HEADER_BYTES + 7),
        b" " * (MAX_HEADER_BYTES + 1) + b"\n\n",
    ]
)
streams = st.lists(bodies.map(encode_frame) | broken | st.binary(max_size=30)).map(b"".join)


def parse(*chunks: bytes) -> list[bytes | FrameFault]:
    """What comes out, without the details of the errors."""
    parser = FrameParser(MAX_BODY)
    items = [item for chunk in chunks for item in parser.feed(chunk)]
    return [item.fault if isinstance(item, FrameError) else item for item in items]


@st.composite
def chunked(draw: st.DrawFn) -> list[bytes]:
    stream = draw(streams)
    cuts = sorted(draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    return [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]


@given(st.lists(bodies))
def test_what_was_encoded_comes_out_again(messages: list[bytes]) -> None:
    assert parse(b"".join(map(encode_frame, messages))) == messages


@given(chunked())
def test_any_chunking_gives_the_same_frames_and_faults(chunks: list[bytes]) -> None:
    assert parse(*chunks) == parse(b"".join(chunks))


@given(streams)
def test_one_byte_at_a_time_gives_the_same_frames_and_faults(stream: bytes) -> None:
    assert parse(*(bytes([byte]) for byte in stream)) == parse(stream)


@given(st.lists(st.binary(max_size=3000)))
def test_garbage_never_raises_and_is_not_kept(chunks: list[bytes]) -> None:
    parser = FrameParser(MAX_BODY)
    for chunk in chunks:
        parser.feed(chunk)
    assert len(parser._buffer) <= 2 * MAX_HEADER_BYTES + MAX_BODY
    parser.finish()
    assert parser.feed(encode_frame(b"{}")) == [b"{}"]


@given(broken)
def test_a_fault_costs_no_message_but_its_own(fault: bytes) -> None:
    after = parse(encode_frame(b"[1]"), fault, encode_frame(b"[2]"), encode_frame(b"[3]"))
    assert [item for item in after if isinstance(item, bytes)] == [b"[1]", b"[2]", b"[3]"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"Content-Length: 2\r\n\r\n", [b"{}"]),
        (b"content-length:2\r\n\r\n", [b"{}"]),
        (b"CONTENT-LENGTH :  2  \r\n\r\n", [b"{}"]),
        (b"Content-Length: 2\n\n", [b"{}"]),
        (
            b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n",
            [b"{}"],
        ),
        (b"Content-Length: 2\r\nContent-Type: utf8\r\n\r\n", [b"{}"]),
        (b"X-Content-Length: 9\r\nContent-Length: 2\r\n\r\n", [b"{}"]),
        (b"Loading plug-ins ...\nContent-Length: 2\r\n\r\n", ["garbage", b"{}"]),
        (b'"rest"}Content-Length: 2\r\n\r\n', ["garbage", b"{}"]),
        (b"Content-Type: x\r\n\r\n", ["no-length"]),
        (b"Content-Length: -2\r\n\r\n", ["bad-length"]),
        (b"Content-Length: 0x2\r\n\r\n", ["bad-length"]),
        (b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", ["garbage"]),
        (b"Content-Length: 201\r\n\r\n", ["too-long"]),
    ],
)
def test_headers(header: bytes, expected: list[bytes | FrameFault]) -> None:
    assert parse(header + b"{}") == expected


def test_a_body_that_is_too_long_is_skipped_without_being_stored() -> None:
    parser = FrameParser(MAX_BODY)
    (error,) = parser.feed(b"Content-Length: 1000000\r\n\r\n")
    assert isinstance(error, FrameError)
    assert error.costs_a_message
    for _ in range(1000):
        assert parser.feed(b'["Content-Length: 3\\r\\n\\r\\n"]' + b"x" * 970) == []
    assert len(parser._buffer) < 3 * MAX_HEADER_BYTES
    assert parser.feed(encode_frame(b"{}")) == [b"{}"]


def test_the_end_of_the_stream_in_a_message_is_told() -> None:
    parser = FrameParser()
    assert parser.feed(b"Content-Length: 10\r\n\r\n{") == []
    error = parser.finish()
    assert error is not None
    assert error.fault == "truncated"
    assert parser.finish() is None


@pytest.mark.parametrize("rest", [b"", b"\r\n"])
def test_the_end_of_the_stream_between_messages_is_no_fault(rest: bytes) -> None:
    parser = FrameParser()
    parser.feed(encode_frame(b"{}") + rest)
    assert parser.finish() is None
