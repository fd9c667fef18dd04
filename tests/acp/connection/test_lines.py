"""An agent's output becomes the same lines however it arrives, and noise costs only itself."""

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.connection.lines import LineSplitter
from easel_acp.connection.messages import Line, SessionUpdate, Skipped

CAP = 300

texts = st.text(st.characters())  # lone surrogates included
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
json_values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=8
)
messages = st.dictionaries(texts, json_values)
updates = st.fixed_dictionaries(
    {
        "method": st.just("session/update"),
        "params": st.fixed_dictionaries(
            {"sessionId": texts, "update": messages}, optional={"_meta": json_values}
        ),
    }
)
json_lines = (messages | updates | json_values).map(lambda value: json.dumps(value).encode())
noise = st.binary(max_size=CAP + 50).map(lambda data: data.replace(b"\n", b""))
outputs = st.lists(json_lines | noise | st.sampled_from([b"", b" ", b"\r"])).map(b"\n".join)


def all_at_once(output: bytes, cap: int = CAP) -> list[Line]:
    splitter = LineSplitter(cap)
    return splitter.feed(output) + splitter.finish()


@given(outputs, st.lists(st.integers(min_value=1, max_value=CAP), min_size=1))
def test_any_chunking_gives_the_same_lines(output: bytes, sizes: list[int]) -> None:
    splitter = LineSplitter(CAP)
    lines: list[Line] = []
    start, turn = 0, 0
    while start < len(output):
        end = start + sizes[turn % len(sizes)]
        lines += splitter.feed(output[start:end])
        start, turn = end, turn + 1
    assert lines + splitter.finish() == all_at_once(output)


@given(st.binary())
def test_no_input_raises_and_every_line_is_accounted_for(output: bytes) -> None:
    assert len(LineSplitter().feed(output + b"\n")) == output.count(b"\n") + 1


@given(messages)
def test_every_object_comes_through_whatever_it_holds(message: dict[str, Any]) -> None:
    [line] = LineSplitter().feed(json.dumps(message).encode() + b"\n")
    assert isinstance(line, dict)
    assert line == json.loads(json.dumps(healed(message)))


def healed(value: Any) -> Any:
    match value:
        case float():
            return value if value - value == 0 else None
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [healed(item) for item in value]
        case dict():
            return {healed(key): healed(item) for key, item in value.items()}
        case _:
            return value


@given(updates)
def test_every_update_keeps_all_its_fields(message: dict[str, Any]) -> None:
    [line] = LineSplitter().feed(json.dumps(message).encode() + b"\n")
    params = healed(message["params"])
    assert line == SessionUpdate(params["sessionId"], params["update"], params.get("_meta"))


def test_d7_a_character_split_over_reads_is_intact() -> None:
    output = '{"text":"π 🎨 é"}\n'.encode()
    splitter = LineSplitter()
    lines = [line for byte in output for line in splitter.feed(bytes([byte]))]
    assert lines == [{"text": "π 🎨 é"}]


@pytest.mark.parametrize(
    ("junk", "reason"),
    [
        (b"npm warn deprecated", "notJson"),
        (b'{"a": 1} {"b": 2}', "notJson"),
        (b'{"a": "\x01"}', "notJson"),
        (b'{"a": ' + b"9" * 5000 + b"}", "notJson"),
        (b"", "blank"),
        (b" \r", "blank"),
        (b"42", "notAnObject"),
        (b'"text"', "notAnObject"),
        (b"[]", "notAnObject"),
        (b"null", "notAnObject"),
        (b"NaN", "notAnObject"),
        (b'{"a": "\xff"}', "notUtf8"),
        (b'{"a": "\xed\xa0\x80"}', "notUtf8"),
        (b'{"a": ' + b"[" * 100_000, "tooDeep"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "tooDeep"),
    ],
)
def test_d8_a_junk_line_costs_only_itself(junk: bytes, reason: str) -> None:
    lines = LineSplitter().feed(b'{"n":1}\n' + junk + b'\n{"n":2}\n')
    assert lines == [{"n": 1}, Skipped(reason, len(junk)), {"n": 2}]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'\xef\xbb\xbf{"text":"a"}', {"text": "a"}),
        (rb'{"text":"\ud83d"}', {"text": "�"}),
        (rb'{"text":"a\udc00b"}', {"text": "a�b"}),
        (rb'{"\ud800":"\ud83d\ude00"}', {"�": "😀"}),
        (b'{"used":NaN,"cost":-Infinity,"size":1e999}', {"used": None, "cost": None, "size": None}),
    ],
)
def test_what_agents_write_beside_the_standard_is_healed(
    line: bytes, message: dict[str, Any]
) -> None:
    assert LineSplitter().feed(line + b"\n") == [message]


def test_an_update_that_had_to_be_healed_is_still_an_update() -> None:
    line = rb'{"method":"session/update","params":{"sessionId":"s","update":{"text":"\ud83d"}}}'
    assert LineSplitter().feed(line + b"\n") == [SessionUpdate("s", {"text": "�"})]


@pytest.mark.parametrize("chunk_size", [1, 7, 64, 1000])
def test_a_line_over_the_cap_costs_only_itself(chunk_size: int) -> None:
    output = b'{"n":1}\n{"text":"' + b"x" * 500 + b'"}\n{"n":2}\n'
    splitter = LineSplitter(max_line_bytes=64)
    lines = [
        line
        for start in range(0, len(output), chunk_size)
        for line in splitter.feed(output[start : start + chunk_size])
    ]
    assert lines == [{"n": 1}, Skipped("tooLong", 511), {"n": 2}]


def test_a_line_over_the_cap_is_not_kept_in_memory() -> None:
    splitter = LineSplitter(max_line_bytes=1024)
    tracemalloc.start()
    for _ in range(1000):
        splitter.feed(bytes(64 * 1024))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1024 * 1024


def test_the_last_line_counts_without_its_line_end() -> None:
    splitter = LineSplitter()
    assert splitter.feed(b'{"n":1}\n{"n":2}') == [{"n": 1}]
    assert splitter.finish() == [{"n": 2}]
    assert splitter.finish() == []


def test_a_line_torn_by_the_end_is_told_apart_from_junk() -> None:
    splitter = LineSplitter()
    splitter.feed(b'{"n":')
    assert splitter.finish() == [Skipped("truncated", 5)]
