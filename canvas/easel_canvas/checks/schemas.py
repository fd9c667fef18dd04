"""Input against its JSON Schema. Nothing is ever fetched for it."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import msgspec

from easel_canvas.checks.costs import check_cost, check_patterns
from easel_canvas.checks.limits import CUT, LIMITS, Extent, check_json
from easel_canvas.errors import InvalidInput
from easel_canvas.values import Json, JsonObject

if TYPE_CHECKING:
    from jsonschema_rs import Validator

PATTERN_BYTES: Final = 1024 * 1024
"""Of a pattern, when it is compiled."""
SHALLOW: Final = Extent(levels=(1, 1, 1), size=0)
"""A value so small that every schema that is of any use can check it."""
MESSAGE_LENGTH: Final = 500
_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


class Validators:
    """Schemas that were compiled before. `size`: how many are kept."""

    def __init__(self, size: int = 256) -> None:
        self._size = size
        self._compiled: dict[bytes, Validator] = {}

    def check(self, input_: Json, schema: JsonObject | None) -> JsonObject:
        """The input, if it is one: an object that fits the schema.

        Raises:
            InvalidInput: it does not fit; the message and `path` say where.
            LimitExceeded: it is too large or too deep, or takes too long to be checked.
        """
        if not isinstance(input_, dict):
            raise InvalidInput("the input is not an object")
        extent = check_json(input_, "the input", LIMITS.input_bytes)
        if schema is not None:
            check_cost(schema, extent)
            self._validate(input_, schema)
        return input_

    def check_schema(self, schema: JsonObject) -> None:
        """Refuse a schema that cannot be used.

        Raises:
            InvalidInput: it is no JSON Schema, or refers to something outside of itself.
            LimitExceeded: it is too large, too deep, or takes too long to be checked.
        """
        check_json(schema, "the schema", LIMITS.schema_bytes)
        check_cost(schema, SHALLOW)
        self._compile(schema)

    def _validate(self, input_: JsonObject, schema: JsonObject) -> None:
        from jsonschema_rs import ValidationError  # noqa: PLC0415  (see _compile)

        try:
            self._compile(schema).validate(input_)
        except ValidationError as error:
            raise InvalidInput(_reason(error.message), _path(error.instance_path)) from None

    def _compile(self, schema: JsonObject) -> "Validator":
        from jsonschema_rs import (  # noqa: PLC0415  (40 ms that no start has to wait for)
            RegexOptions,
            ValidationError,
            validator_for,
        )

        key = msgspec.json.encode(schema, order="sorted")
        compiled = self._compiled.pop(key, None)
        if compiled is None:
            check_patterns(schema)
            # These never go back, so they know no `(?=…)` and no `\1`.
            options = RegexOptions(size_limit=PATTERN_BYTES)
            try:
                compiled = validator_for(schema, pattern_options=options, offline=True)
            except ValidationError as error:
                text = f"this is no JSON Schema: {error.message[:MESSAGE_LENGTH]}"
                raise InvalidInput(text, _path(error.instance_path)) from None
        self._compiled[key] = compiled
        if len(self._compiled) > self._size:
            del self._compiled[next(iter(self._compiled))]
        return compiled


def _reason(message: str) -> str:
    """What is wrong comes last, after the value that it is wrong with."""
    return message if len(message) <= MESSAGE_LENGTH else f"{CUT}{message[-MESSAGE_LENGTH:]}"


def _path(parts: Iterable[str | int]) -> str:
    return "$" + "".join(_step(part) for part in parts)


def _step(part: str | int) -> str:
    if isinstance(part, str) and _NAME.fullmatch(part):
        return f".{part}"
    return f"[{msgspec.json.encode(part).decode()}]"
