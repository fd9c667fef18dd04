"""What we write is always one line of valid JSON."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.connection.json_line import decode_line, encode_line

texts = st.text(st.characters())
messages = st.dictionaries(texts, texts | st.floats() | st.lists(texts | st.integers()))


@given(messages)
def test_any_message_is_one_line_that_can_be_read_back(message: dict[str, Any]) -> None:
    line = encode_line(message)
    assert line.index(b"\n") == len(line) - 1
    assert isinstance(decode_line(line), dict)


def test_half_a_surrogate_pair_does_not_cost_the_message() -> None:
    assert msgspec.json.decode(encode_line({"text": "a\ud83d"})) == {"text": "a�"}
