"""Input against its JSON Schema. Nothing is ever fetched for it."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import msgspec

from easel_canvas.checks.limits import LIMITS, check_json
from easel_canvas.errors import InvalidInput
from easel_canvas.values import Json, JsonObject

if TYPE_CHECKING:
    from jsonschema_rs import Validator

REGEX_STEPS: Final = 100_000
"""After so many steps back a pattern counts as not matched: a bad one must not hang the server."""
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
            LimitExceeded: it is too large or too deep.
        """
        if not isinstance(input_, dict):
            raise InvalidInput("the input is not an object")
        check_json(input_, "the input", LIMITS.input_bytes)
        if schema is not None:
            self._validate(input_, schema)
        return input_

    def check_schema(self, schema: JsonObject) -> None:
        """Refuse a schema that cannot be used.

        Raises:
            InvalidInput: it is no JSON Schema, or refers to something outside of itself.
            LimitExceeded: it is too large or too deep.
        """
        check_json(schema, "the schema", LIMITS.schema_bytes)
        self._compile(schema)

    def _validate(self, input_: JsonObject, schema: JsonObject) -> None:
        for error in self._compile(schema).iter_errors(input_):
            raise InvalidInput(error.message[:MESSAGE_LENGTH], _path(error.instance_path))

    def _compile(self, schema: JsonObject) -> "Validator":
        from jsonschema_rs import (  # noqa: PLC0415  (40 ms that no start has to wait for)
            FancyRegexOptions,
            ValidationError,
            validator_for,
        )

        key = msgspec.json.encode(schema, order="sorted")
        compiled = self._compiled.pop(key, None)
        if compiled is None:
            options = FancyRegexOptions(backtrack_limit=REGEX_STEPS)
            try:
                compiled = validator_for(schema, pattern_options=options, offline=True)
            except ValidationError as error:
                text = f"this is no JSON Schema: {error.message[:MESSAGE_LENGTH]}"
                raise InvalidInput(text, _path(error.instance_path)) from None
        self._compiled[key] = compiled
        if len(self._compiled) > self._size:
            del self._compiled[next(iter(self._compiled))]
        return compiled


def _path(parts: Iterable[str | int]) -> str:
    return "$" + "".join(_step(part) for part in parts)


def _step(part: str | int) -> str:
    if isinstance(part, str) and _NAME.fullmatch(part):
        return f".{part}"
    return f"[{msgspec.json.encode(part).decode()}]"
