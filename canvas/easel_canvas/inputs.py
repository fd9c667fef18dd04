"""The inputs of our canvases as types: one definition for the JSON Schema and for the check."""

from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from easel_canvas.errors import InvalidInput, ProviderError
from easel_canvas.values import Json, JsonObject

KIB = 1024
MIB = 1024 * KIB


class Input(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Base of every input. The docstrings and descriptions of the fields are read by models."""


class Titled(Input, frozen=True, kw_only=True):
    """An input of a canvas."""

    title: (
        Annotated[str, Meta(max_length=200, description="The title of the tab; short.")] | None
    ) = None


FilePath = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=4096,
        description="A file to show in the place of the content: a full path, or one in the "
        "working directory. Give this for what is in a file already, instead of repeating it.",
    ),
]


Decoded = TypeVar("Decoded", bound=Input)


def decode(type_: type[Decoded], given: Json) -> Decoded:
    """Check an input; the bounds that a JSON Schema cannot tell included.

    Raises:
        ProviderError: it does not fit; the message names the path.
    """
    try:
        return msgspec.convert(given, type_)
    except msgspec.ValidationError as error:
        raise unfit(str(error)) from None


def unfit(message: str) -> ProviderError:
    """The failure of an input that passed its schema and still makes no sense."""
    return ProviderError(message, InvalidInput.code)


def schema_of(type_: type[Input]) -> JsonObject:
    """The JSON Schema of an input in one piece: models read `$ref` badly."""
    schema = msgspec.json.schema(type_)
    inlined: JsonObject = _inlined(schema, schema.get("$defs", {}))
    return inlined


def _inlined(node: Any, definitions: JsonObject) -> Any:
    if isinstance(node, list):
        return [_inlined(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return _inlined(definitions[name], definitions)
    if len(choice := node.get("anyOf", ())) == 2 and {"type": "null"} in choice:
        present = next(schema for schema in choice if schema != {"type": "null"})
        around = {key: value for key, value in node.items() if key not in {"anyOf", "default"}}
        return _or_null({**_inlined(present, definitions), **around})
    return {
        key: _inlined(value, definitions)
        for key, value in node.items()
        if key != "$defs" and not (key == "title" and isinstance(value, str))
    }


def _or_null(schema: JsonObject) -> JsonObject:
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    return {**schema, "type": [schema["type"], "null"]}


def either(given: dict[str, object]) -> str:
    """The one name whose value is there.

    Raises:
        ProviderError: none is, or several are.
    """
    present = [name for name, value in given.items() if value is not None]
    if len(present) != 1:
        names = " or ".join(f"`{name}`" for name in given)
        raise unfit(f"Give {names}: exactly one of them; null takes one away.")
    return present[0]
