"""Plain data from an editor as values."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from easel_canvas.profiles.errors import NotUnderstood
from easel_canvas.values import Json, JsonObject

T = TypeVar("T")


def read(raw: Json, type_: type[T]) -> T:
    """Plain data as a value of that type; null counts as absent.

    Raises:
        NotUnderstood: it does not fit; the message names the field.
    """
    try:
        return msgspec.convert(without_null(raw), type_)
    except msgspec.ValidationError as error:
        raise NotUnderstood(re.sub(r" - at `\$\.?(.*)`", r" (\1)", str(error))) from None


def an_object(raw: Json, what: str) -> JsonObject:
    """A JSON object.

    Raises:
        NotUnderstood: it is something else.
    """
    if not isinstance(raw, dict):
        raise NotUnderstood(f"{what} is not an object")
    return raw


def without_null(raw: Json) -> Json:
    """An object without its null fields; anything else as it is."""
    return {k: v for k, v in raw.items() if v is not None} if isinstance(raw, dict) else raw


def renamed(fields: Mapping[str, Any], names: Mapping[str, str | None]) -> JsonObject:
    """The fields under other names; those that are None there are left out."""
    return {
        name: value for key, value in fields.items() if (name := names.get(key, key)) is not None
    }


def inverse(names: Mapping[str, str | None]) -> dict[str, str | None]:
    """The names to read back what `renamed` wrote; fields under their old names are left out."""
    left_out: dict[str, str | None] = dict.fromkeys(names)
    return left_out | {name: key for key, name in names.items() if name is not None}
