"""Forms that agents ask people to fill in."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_server.cli.questions.form import FieldError, Value, fields

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "title": "Name", "minLength": 2, "maxLength": 5},
        "mail": {"type": "string", "format": "email"},
        "editor": {
            "type": "string",
            "oneOf": [{"const": "vi", "title": "Vi"}, {"const": "em", "title": "Emacs"}],
            "default": "em",
        },
        "years": {"type": "integer", "minimum": 0, "maximum": 80},
        "happy": {"type": "number", "maximum": 1},
        "languages": {
            "type": "array",
            "items": {"type": "string", "enum": ["Python", "Rust", "Lua"]},
            "minItems": 1,
        },
        "sure": {"type": "boolean"},
    },
    "required": ["name"],
}
BY_NAME = {field.name: field for field in fields(SCHEMA)}


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("name", " Ann ", "Ann"),
        ("mail", "a@b.c", "a@b.c"),
        ("mail", "", None),
        ("editor", "1", "vi"),
        ("editor", "emacs", "em"),
        ("editor", "", "em"),
        ("years", "12", 12),
        ("happy", "0.5", 0.5),
        ("languages", "1, 3", ["Python", "Lua"]),
        ("languages", "rust rust", ["Rust"]),
        ("sure", "Yes", True),
        ("sure", "n", False),
    ],
)
def test_what_fits_is_taken(name: str, typed: str, value: Value | None) -> None:
    assert BY_NAME[name].parse(typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "reason"),
    [
        ("name", "", "needed"),
        ("name", "A", "At least 2"),
        ("name", "Annabella", "At most 5"),
        ("mail", "nobody", "e-mail"),
        ("editor", "3", "from 1 to 2"),
        ("years", "1.5", "whole number"),
        ("years", "-1", "Not less than 0"),
        ("happy", "2", "Not more than 1"),
        ("happy", "nan", "Not more than 1"),
        ("happy", "many", "A number"),
        ("languages", "4", "from 1 to 3"),
        ("sure", "maybe", "Yes or no"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(name: str, typed: str, reason: str) -> None:
    with pytest.raises(FieldError, match=reason):
        BY_NAME[name].parse(typed)


def test_a_question_says_what_may_be_typed() -> None:
    assert BY_NAME["name"].hint() == ""
    assert BY_NAME["editor"].hint() == "a number, Enter for em"
    assert BY_NAME["years"].hint() == "a whole number, Enter to skip"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
types = st.sampled_from(["string", "integer", "number", "boolean", "array"])
keys = ["title", "default", "minimum", "maxLength", "minItems", "oneOf", "enum", "items", "format"]
questions = st.dictionaries(st.sampled_from(keys), json_values).flatmap(
    lambda rest: (types | json_values).map(lambda type_: {**rest, "type": type_})
)


@given(st.dictionaries(st.text(), questions | json_values, max_size=3), json_values, st.text())
def test_a_form_of_any_shape_can_be_asked_and_answered(
    properties: dict[str, object], required: object, typed: str
) -> None:
    for field in fields({"properties": properties, "required": required}):
        field.hint()
        with suppress(FieldError):
            field.parse(typed)
