"""Schemas of others: which are used, and what they may cost. Nothing can interrupt a validator."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_canvas.checks.schemas import Validators
from easel_canvas.errors import CanvasRefused, InvalidInput, LimitExceeded
from easel_canvas.values import JsonObject

DEEP: dict[str, Any] = {}
for _ in range(40):
    DEEP = {"child": DEEP}

HERE = {"$ref": "#"}
CHILDREN = {"properties": {"child": HERE}}
LETTERS = {"type": "string", "pattern": "^[a-z]+$"}

DOUBLED_BY_NAME = {
    "$ref": "#/$defs/level0",
    "$defs": {
        **{f"level{n}": {"allOf": [{"$ref": f"#/$defs/level{n + 1}"}] * 2} for n in range(60)},
        "level60": {"type": "object"},
    },
}
DOUBLED_BY_DEPTH = {"anyOf": [CHILDREN, CHILDREN]}
LONG_WAY = {
    "$ref": "#/$defs/step0",
    "$defs": {f"step{n}": {"$ref": f"#/$defs/step{n + 1}"} for n in range(999)} | {"step999": {}},
}
MANY_CHOICES = {"properties": {"rows": {"items": {"enum": list(range(5_000))}}}}
COUNTING = {"properties": {"text": {"pattern": "(?:[ab]*a[ab]{200}){3}c"}}}


@pytest.mark.parametrize(
    ("schema", "input_"),
    [
        (DOUBLED_BY_NAME, {}),
        (DOUBLED_BY_DEPTH, DEEP),
        (MANY_CHOICES, {"rows": [4_999] * 100_000}),
        (COUNTING, {"text": "ab" * 1_000_000}),
        (
            {"patternProperties": {f"{n}": CHILDREN for n in range(9)} | {"c": HERE, "h": HERE}},
            DEEP,
        ),
    ],
    ids=["references that double", "levels that double", "choices", "a pattern", "names"],
)
def test_a_check_that_would_take_for_ever_is_refused(schema: JsonObject, input_: Any) -> None:
    with pytest.raises(LimitExceeded, match="too long"):
        Validators().check(input_, schema)


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        (DOUBLED_BY_NAME, "too long"),
        (LONG_WAY, "too many references"),
        (HERE, "without end"),
        ({"allOf": [{"not": HERE}]}, "without end"),
        ({"$ref": "#/$defs/nothing"}, "has no"),
        ({"$ref": "#name", "$defs": {"a": {"$anchor": "name"}}}, "own parts"),
        ({"$ref": "https://example.com/schema.json"}, "own parts"),
        ({"$ref": "file:///etc/passwd"}, "own parts"),
        ({"$dynamicRef": "#"}, "own parts"),
        ({"properties": {"a": {"$id": "http://other/", **HERE}}}, "only the whole"),
        ({"properties": {"a": {"pattern": "((a{100}){100}){100}"}}}, "too large"),
        ({"properties": {"a": {"pattern": r"\p{L}{1,1000}"}}}, "no JSON Schema"),
        ({"properties": {"a": {"pattern": r"^(?=a)(a|a)*$"}}}, "no JSON Schema"),
        ({"type": "nonsense"}, "no JSON Schema"),
        ({"description": "x" * 70_000}, "bytes"),
    ],
)
def test_a_schema_that_cannot_be_used_is_refused_before_it_is(
    schema: JsonObject, reason: str
) -> None:
    with pytest.raises(CanvasRefused, match=reason):
        Validators().check_schema(schema)


TREE = {
    "$defs": {
        "node": {"properties": {side: {"$ref": "#/$defs/node"} for side in ("left", "right")}}
    },
    "properties": {
        "tree": {"$ref": "#/$defs/node"},
        "list": {"type": "array", "items": {"$ref": "#/properties/list"}},
        "rows": {"items": {"properties": {"name": LETTERS}, "required": ["name"]}},
        "a/b": True,
        "c": {"$ref": "#/properties/a~1b"},
    },
}


@pytest.mark.parametrize(
    "input_",
    [
        {"tree": {"left": {"right": {}}, "right": {"left": {}}}, "list": [[[]], []], "c": 1},
        {"rows": [{"name": "abc"}] * 50_000},
    ],
    ids=["a tree", "many rows"],
)
def test_what_is_usual_passes(input_: Any) -> None:
    validators = Validators()
    validators.check_schema(TREE)
    assert validators.check(input_, TREE) is input_


@pytest.mark.parametrize(
    ("input_", "path"),
    [
        ({"rows": [{"name": "abc"}, {"name": "12"}]}, "$.rows[1].name"),
        ({"tree": {"left": {"right": []}}, "list": {}}, "$.list"),
        ({"list": [[[1]]]}, "$.list[0][0][0]"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(input_: Any, path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Validators().check(input_, TREE)
    assert refused.value.path == path


def test_of_a_huge_value_the_reason_is_told() -> None:
    with pytest.raises(InvalidInput, match="10 characters"):
        Validators().check({"a": "x" * 5_000}, {"properties": {"a": {"maxLength": 10}}})


KEYWORDS = ("allOf", "items", "properties", "patternProperties", "$ref", "$defs", "enum", "not")
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["#", "#/$defs/a", "a{9}", "object"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from((*KEYWORDS, "a", "pattern", "type")), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(KEYWORDS), json_values, max_size=4), json_values)
def test_any_schema_checks_any_input_or_is_refused(schema: JsonObject, input_: Any) -> None:
    try:
        Validators().check_schema(schema)
        assert Validators().check(input_, schema) is input_
    except CanvasRefused:
        pass
