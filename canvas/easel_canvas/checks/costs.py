"""What it costs to check a value against a JSON Schema, before it is done.

Nothing can interrupt a validator, and a small schema can keep one busy for years: by references
that double with each level, or by patterns. So the steps are estimated from above, from the schema
and from how deep and large the value is, and what would take too many is refused.
"""

import re
from collections.abc import Iterable, Iterator
from operator import mul
from typing import Any, Final
from urllib.parse import unquote

from easel_canvas.checks.limits import LIMITS, Extent, members
from easel_canvas.errors import InvalidInput, LimitExceeded
from easel_canvas.values import Json, JsonObject

STEPS: Final = 20_000_000
"""Of the validator, which takes some 20 million in a second."""
CHARACTERS: Final = 16
"""So many bytes of a value count as one value more: texts are read as well."""
LONGEST_WAY: Final = 4 * LIMITS.depth
"""Schemas in schemas, references included."""
MOST_ESTIMATES: Final = 50_000
PATTERN_LENGTH: Final = 20_000
"""Characters of all patterns of a schema, as if everything that is counted were written out."""

_IN_PLACE: Final = {
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "not", "if", "then", "else"), False),
    **dict.fromkeys(("dependentSchemas", "dependencies"), True),
}
"""Keywords whose schemas are for the same value, and whether these have names."""
_FOR_EACH: Final = {
    "patternProperties": True,
    "additionalProperties": False,
    "unevaluatedProperties": False,
    "propertyNames": False,
    "contains": False,
    "additionalItems": False,
    "unevaluatedItems": False,
}
"""The same for those whose schemas are all for each value in it."""
_FOR_ONE: Final = {"properties": True, "prefixItems": False, "items": False}
"""The same for those of whose schemas a value in it meets at most one."""
_LISTS: Final = ("enum", "const", "required", "dependentRequired")
_COUNTED: Final = re.compile(r"\{(\d*),?(\d*)\}")
_ELSEWHERE: Final = "a schema may refer to its own parts only, by `#/…`"


def check_cost(schema: JsonObject, extent: Extent) -> None:
    """Refuse a check that would take too long.

    Raises:
        InvalidInput: the schema refers to something outside of itself, or to itself without end.
        LimitExceeded: it would.
    """
    estimates = _Estimates(schema)
    each = [estimates.steps(schema, level) for level in range(len(extent.levels))]
    texts = max(each) * (extent.size // CHARACTERS)
    if texts + sum(map(mul, each, extent.levels)) > STEPS:
        raise LimitExceeded("it would take too long to check a value of this size by the schema")


def check_patterns(schema: JsonObject) -> None:
    """Refuse patterns that would take too much memory.

    Raises:
        LimitExceeded: they would.
    """
    if sum(map(_written_out, _patterns(schema))) > PATTERN_LENGTH:
        raise LimitExceeded("the patterns of the schema are too large")


class _Estimates:
    """The most steps that a schema takes for one of the values on a level of what it checks."""

    def __init__(self, root: JsonObject) -> None:
        self._root = root
        self._known: dict[tuple[int, int], int] = {}
        self._on_the_way: set[tuple[int, int]] = set()

    def steps(self, schema: Any, level: int) -> int:
        """`level`: how far below the value is what `schema` is for."""
        if not isinstance(schema, dict):
            return 1
        at = (id(schema), level)
        if at not in self._known:
            self._check(schema, at)
            self._on_the_way.add(at)
            found = self._in_place(schema, level)
            found += self._below(schema, level - 1) if level > 0 else _own(schema)
            self._on_the_way.remove(at)
            self._known[at] = min(found, STEPS + 1)
        return self._known[at]

    def _check(self, schema: JsonObject, at: tuple[int, int]) -> None:
        if at in self._on_the_way:
            raise InvalidInput("the schema refers to itself without end")
        if len(self._on_the_way) > LONGEST_WAY or len(self._known) > MOST_ESTIMATES:
            raise LimitExceeded("the schema has too many references")
        if "$dynamicRef" in schema or "$recursiveRef" in schema:
            raise InvalidInput(_ELSEWHERE)
        if schema is not self._root and any(isinstance(schema.get(n), str) for n in ("$id", "id")):
            raise InvalidInput("only the whole schema may have an `$id`")

    def _in_place(self, schema: JsonObject, level: int) -> int:
        referred = self.steps(self._referred(schema["$ref"]), level) if "$ref" in schema else 0
        return referred + sum(self._each(schema, _IN_PLACE, level))

    def _below(self, schema: JsonObject, level: int) -> int:
        alternatives = (
            max(self._each(schema, {name: named}, level), default=0)
            for name, named in _FOR_ONE.items()
        )
        return sum(self._each(schema, _FOR_EACH, level)) + sum(alternatives)

    def _each(self, schema: JsonObject, keywords: dict[str, bool], level: int) -> Iterator[int]:
        for name, named in keywords.items():
            for inner in _schemas(schema.get(name), named):
                yield self.steps(inner, level)

    def _referred(self, reference: Any) -> Json:
        if not isinstance(reference, str) or not re.match(r"#(/|\Z)", reference):
            raise InvalidInput(_ELSEWHERE)
        found: Json = self._root
        for name in reference.split("/")[1:]:
            found = _part(found, unquote(name).replace("~1", "/").replace("~0", "~"))
            if found is None:
                raise InvalidInput(f"the schema has no {reference[:100]!r}")
        return found


def _part(value: Json, name: str) -> Json:
    if isinstance(value, list):
        return value[int(name)] if name.isdecimal() and int(name) < len(value) else None
    return value.get(name) if isinstance(value, dict) else None


def _schemas(given: Json, named: bool) -> Iterable[Json]:
    """The schemas in the value of a keyword: one, a list of them, or some with names."""
    if isinstance(given, list):
        return given
    if isinstance(given, dict):
        return given.values() if named else (given,)
    return ()


def _own(schema: JsonObject) -> int:
    """The steps of the keywords that have no schemas in them."""
    lists = sum(1 for name in _LISTS if name in schema for _ in _everything_in(schema[name]))
    patterns = [schema.get("pattern"), *_names(schema.get("patternProperties"))]
    return len(schema) + lists + sum(_written_out(one) for one in patterns if isinstance(one, str))


def _patterns(schema: JsonObject) -> Iterator[str]:
    for part in _everything_in(schema):
        if isinstance(part, dict):
            yield from (one for one in (part.get("pattern"),) if isinstance(one, str))
            yield from _names(part.get("patternProperties"))


def _names(given: Json) -> Iterable[str]:
    return given if isinstance(given, dict) else ()


def _everything_in(value: Json) -> Iterator[Json]:
    level = [value]
    while level:
        yield from level
        level = [inner for outer in level for inner in members(outer)]


def _written_out(pattern: str) -> int:
    """How long it is if nothing is counted: `a{3}` is `aaa`."""
    length = len(pattern)
    for least, most in _COUNTED.findall(pattern):
        length = min(length * max(int(most or least or 1), 1), PATTERN_LENGTH + 1)
    return length
