"""JSON as editors write it: comments, trailing commas, and errors that name the line."""

import contextlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.catalogue.jsonc import JsonError, decode

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", {}),
        ("  // nothing but a comment", {}),
        ('{"a": 1,}', {"a": 1}),
        ('{"a": [1, 2, ], }', {"a": [1, 2]}),
        ('{"a": 1, // last\n /* one */ }', {"a": 1}),
        ('{"a": "http://x/*y*/", "b": "//"}', {"a": "http://x/*y*/", "b": "//"}),
        (r'{"a": "quote \" // no comment", "b": 1,}', {"a": 'quote " // no comment', "b": 1}),
        ('{"a": ",]"}', {"a": ",]"}),
        ('/* two\nlines */ {"a": 1}\r\n', {"a": 1}),
    ],
)
def test_what_editors_write_is_read(text: str, value: object) -> None:
    assert decode(text) == value


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"a": 1} x', 1),
        ('// one\n/* two\nthree */\n{"a": }', 4),
        ('{\n"a": "open\n', 2),
        ('{\n"a": 1 /* open', 2),
        ("[" * 100_000, 1),
    ],
)
def test_an_error_names_its_line(text: str, line: int) -> None:
    with pytest.raises(JsonError) as caught:
        decode(text)
    assert caught.value.line == line


@given(JSON)
def test_plain_json_means_the_same(value: object) -> None:
    if value != {}:
        assert decode(msgspec.json.encode(value).decode()) == value


@given(st.text(alphabet='{}[]",:/*\\\n 1a'))
def test_any_text_is_decoded_or_refused_with_a_line(text: str) -> None:
    with contextlib.suppress(JsonError):
        decode(text)
        return
    with pytest.raises(JsonError) as caught:
        decode(text)
    assert 1 <= caught.value.line <= text.count("\n") + 1


def test_thousands_of_comments_are_no_burden() -> None:
    assert decode("[1," + "/* * */" * 20_000 + "2," + "\n" * 20_000 + "]") == [1, 2]
