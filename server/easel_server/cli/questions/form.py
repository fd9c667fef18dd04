"""Forms that agents ask people to fill in, as flat JSON Schemas. Pure.

ACP allows strings, numbers, booleans, and choices of one or several strings.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from easel_conversation.values import JsonObject
from easel_server.cli.render.plain import one_line

FieldType = Literal["string", "integer", "number", "boolean", "choice", "choices"]
Value = str | int | float | bool | list[str]

_YES: Final = frozenset({"y", "yes", "true", "1"})
_NO: Final = frozenset({"n", "no", "false", "0"})
_FORMATS: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "email": (re.compile(r"[^@\s]+@[^@\s]+"), "an e-mail address"),
    "uri": (re.compile(r"[A-Za-z][\w+.-]*:\S+"), "a URI"),
    "date": (re.compile(r"\d{4}-\d\d-\d\d"), "a date such as 2026-01-31"),
}


class FieldError(ValueError):
    """What was typed does not fit. The text says what would."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values of a choice."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `schema` is as the agent sent it."""

    name: str
    type: FieldType
    title: str
    required: bool
    options: tuple[Option, ...]
    schema: Mapping[str, Any]

    @property
    def default(self) -> Value | None:
        """What an empty answer means, if it means anything."""
        value = self.schema.get("default")
        return value if isinstance(value, str | int | float | bool | list) else None

    def bound(self, key: str) -> float | None:
        """A limit that the schema sets, if it is a number."""
        value = self.schema.get(key)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def parse(self, typed: str) -> Value | None:
        """The value that was typed; None to leave the field out.

        Raises:
            FieldError: it is not allowed.
        """
        text = typed.strip()
        if not text:
            if self.default is None and self.required:
                raise FieldError("This one is needed.")
            return self.default
        return _PARSERS[self.type](self, text)

    def hint(self) -> str:
        """What may be typed, in brackets behind the title; empty if anything may."""
        parts = [_HINTS.get(self.type, "")]
        if self.default is not None:
            parts.append(f"Enter for {_shown(self.default)}")
        elif not self.required:
            parts.append("Enter to skip")
        return ", ".join(filter(None, parts))


def fields(schema: JsonObject) -> tuple[Field, ...]:
    """The questions of a form, in its order; what cannot be read is asked as text."""
    properties = schema.get("properties")
    required = schema.get("required")
    names = required if isinstance(required, list) else []
    if not isinstance(properties, dict):
        return ()
    return tuple(
        _field(name, raw if isinstance(raw, dict) else {}, required=name in names)
        for name, raw in properties.items()
    )


def _field(name: str, raw: JsonObject, *, required: bool) -> Field:
    type_, options = _type(raw)
    title = one_line(str(raw.get("title") or name))
    return Field(name, type_, title, required, options, raw)


def _type(raw: JsonObject) -> tuple[FieldType, tuple[Option, ...]]:
    items = raw.get("items")
    if raw.get("type") == "array" and isinstance(items, dict):
        return "choices", tuple(_options(items))
    if options := tuple(_options(raw)):
        return "choice", options
    match raw.get("type"):
        case "integer" | "number" | "boolean" as known:
            return known, ()
        case _:
            return "string", ()


def _options(raw: JsonObject) -> Iterator[Option]:
    titled = raw.get("oneOf") or raw.get("anyOf")
    if isinstance(titled, list):
        for entry in titled:
            value = entry.get("const") if isinstance(entry, dict) else None
            if isinstance(value, str):
                yield Option(value, one_line(str(entry.get("title") or value)))
    elif isinstance(names := raw.get("enum"), list):
        for name in names:
            yield Option(str(name), one_line(str(name)))


def _string(field: Field, text: str) -> Value:
    shortest, longest = field.bound("minLength"), field.bound("maxLength")
    if shortest is not None and len(text) < shortest:
        raise FieldError(f"At least {shortest} characters, please.")
    if longest is not None and len(text) > longest:
        raise FieldError(f"At most {longest} characters, please.")
    known = _FORMATS.get(str(field.schema.get("format")))
    if known and not known[0].fullmatch(text):
        raise FieldError(f"That is not {known[1]}.")
    return text


def _integer(field: Field, text: str) -> Value:
    try:
        return _within(field, int(text))
    except ValueError as error:
        raise _as_field_error(error, "A whole number, please.") from error


def _number(field: Field, text: str) -> Value:
    try:
        return _within(field, float(text))
    except ValueError as error:
        raise _as_field_error(error, "A number, please.") from error


def _within(field: Field, number: float) -> Value:
    low, high = field.bound("minimum"), field.bound("maximum")
    if low is not None and not number >= low:
        raise FieldError(f"Not less than {low}, please.")
    if high is not None and not number <= high:
        raise FieldError(f"Not more than {high}, please.")
    return number


def _as_field_error(error: ValueError, otherwise: str) -> FieldError:
    return error if isinstance(error, FieldError) else FieldError(otherwise)


def _boolean(_: Field, text: str) -> Value:
    word = text.casefold()
    if word in _YES | _NO:
        return word in _YES
    raise FieldError("Yes or no, please.")


def _choice(field: Field, text: str) -> Value:
    return _option(field.options, text).value


def _choices(field: Field, text: str) -> Value:
    words = [word for word in re.split(r"[,\s]+", text) if word]
    values = list(dict.fromkeys(_option(field.options, word).value for word in words))
    fewest, most = field.bound("minItems"), field.bound("maxItems")
    if fewest is not None and len(values) < fewest:
        raise FieldError(f"At least {fewest} of them, please.")
    if most is not None and len(values) > most:
        raise FieldError(f"At most {most} of them, please.")
    return values


def _option(options: Sequence[Option], typed: str) -> Option:
    """The option with that number, else with that value or title."""
    if typed.isdecimal() and 1 <= int(typed) <= len(options):
        return options[int(typed) - 1]
    word = typed.casefold()
    for option in options:
        if word in {option.value.casefold(), option.title.casefold()}:
            return option
    raise FieldError(f"A number from 1 to {len(options)}, please.")


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return one_line(str(value), 40)


_PARSERS: Final = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "choice": _choice,
    "choices": _choices,
}
_HINTS: Final[Mapping[FieldType, str]] = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
    "choice": "a number",
    "choices": "numbers, such as 1 3",
}
