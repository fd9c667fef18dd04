"""Message bodies: what can be decoded, and what can be encoded."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_server.io import jsonrpc
from easel_server.io.envelope import (
    Envelope,
    Malformed,
    Notification,
    Request,
    Response,
    classify,
)
from easel_server.io.jsonrpc import ParseError, ResponseError

any_text = st.text(st.characters(codec=None, exclude_categories=()))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | any_text,
    lambda values: st.lists(values) | st.dictionaries(any_text, values),
    max_leaves=10,
)


@given(json_values)
def test_whatever_is_encoded_can_be_decoded_also_with_lone_surrogates(value: Any) -> None:
    decoded = jsonrpc.decode(jsonrpc.encode(value))
    assert jsonrpc.decode(jsonrpc.encode(decoded)) == decoded


@given(st.binary())
def test_any_bytes_are_decoded_or_refused_with_a_typed_error(body: bytes) -> None:
    with suppress(ParseError):
        jsonrpc.decode(body)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb'"\ud83d\ude00"', "\N{GRINNING FACE}"),
        (rb'"a\ud83d"', "a\N{REPLACEMENT CHARACTER}"),
        (rb'"\uDE00b"', "\N{REPLACEMENT CHARACTER}b"),
        (rb'"\ud83d\ud83d\ude00"', "\N{REPLACEMENT CHARACTER}\N{GRINNING FACE}"),
        (rb'"\\ud83d"', r"\ud83d"),
    ],
)
def test_half_a_surrogate_pair_costs_one_character(body: bytes, text: str) -> None:
    assert jsonrpc.decode(body) == text
    assert jsonrpc.decode(b'{"%b":[%b]}' % (b"key", body)) == {"key": [text]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"NaN",
        b'["\xff"]',
        b"[" * 100_000,
        rb'["\ud83d", NaN]',
        rb'["\ud83d"',
        rb'{"\ud83d":' + b"[" * 100_000,
    ],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError):
        jsonrpc.decode(body)


def test_a_refusal_does_not_quote_the_content() -> None:
    with pytest.raises(ParseError) as refused:
        jsonrpc.decode(b'{"token": "hunter2" oops}')
    assert "hunter2" not in str(refused.value)


class Shape(msgspec.Struct, rename="camel"):
    some_text: str


@dataclass(frozen=True)
class Plain:
    text: str


def test_structs_dataclasses_and_raw_json_can_be_sent() -> None:
    params = [Shape("\ud83d"), Plain("b"), msgspec.Raw(b'{"c":1}')]
    body = jsonrpc.encode_notification("m", params[1:])
    assert jsonrpc.decode(body)["params"] == [{"text": "b"}, {"c": 1}]
    assert jsonrpc.decode(jsonrpc.encode(params[:2])) == [
        {"someText": "\N{REPLACEMENT CHARACTER}"},
        {"text": "b"},
    ]


@pytest.mark.parametrize("error", [None, 5, "text", {}, {"code": "x", "message": 1}])
def test_a_malformed_error_object_is_still_an_error(error: Any) -> None:
    assert ResponseError.from_wire(error).code == jsonrpc.INTERNAL_ERROR


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": 1, "method": "m"}, Request),
        ({"id": "1", "method": "m", "params": []}, Request),
        ({"method": "m"}, Notification),
        ({"id": 1, "result": None}, Response),
        ({"id": 1}, Response),
        ({"id": 1, "error": {"code": 1, "message": ""}}, Response),
        ({"id": 1, "method": 5}, Malformed),
        ({"id": None, "method": "m"}, Malformed),
        ({"id": True, "method": "m"}, Malformed),
        ({"id": [1], "method": "m"}, Malformed),
        ({"id": 1.5, "result": 1}, Malformed),
        ({"result": 1}, Malformed),
        ({"id": 1, "method": "m", "jsonrpc": "1.0"}, Malformed),
    ],
)
def test_kinds_of_messages(fields: dict[str, Any], expected: type[Envelope]) -> None:
    assert isinstance(classify({"jsonrpc": "2.0", **fields}), expected)


@given(json_values)
def test_every_value_has_a_kind(value: Any) -> None:
    classify(value)


def test_a_malformed_request_keeps_its_id_so_that_it_can_be_answered() -> None:
    assert classify({"id": 7, "method": "m"}) == Malformed('"jsonrpc" is not "2.0"', 7)


def test_a_null_error_is_no_error() -> None:
    message = {"jsonrpc": "2.0", "id": 1, "result": 2, "error": None}
    assert classify(message) == Response({"jsonrpc": "2.0", "id": 1, "result": 2})
