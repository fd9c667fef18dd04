"""The settings as JSON Schema, for the documentation and for VS Code."""

from collections.abc import Iterator
from typing import Any

import msgspec

from easel_server.settings.model import Settings

JsonSchema = dict[str, Any]


def settings_schema() -> JsonSchema:
    """The JSON Schema (2020-12) of the whole section `easel`, nested, with `$defs`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_schema()}


def setting_keys() -> dict[str, JsonSchema]:
    """Each setting by its dotted path, without `easel.`, with a self-contained schema.

    This is what `contributes.configuration.properties` of a VS Code extension wants.
    """
    schema = _schema()
    return dict(_leaves(_inlined(schema, schema["$defs"]), ""))


def _schema() -> JsonSchema:
    """As plain JSON types: msgspec gives defaults in the types of the model."""
    schema: JsonSchema = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(Settings)))
    return schema


def _leaves(group: JsonSchema, prefix: str) -> Iterator[tuple[str, JsonSchema]]:
    for key, schema in group["properties"].items():
        if "properties" in schema:
            yield from _leaves(schema, f"{prefix}{key}.")
        else:
            yield prefix + key, schema


def _inlined(node: Any, definitions: JsonSchema) -> Any:
    """The schema without references; the model has no shape that holds itself."""
    if isinstance(node, list):
        return [_inlined(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if reference := node.get("$ref"):
        return _inlined(definitions[reference.removeprefix("#/$defs/")], definitions)
    return {key: _inlined(value, definitions) for key, value in node.items() if key != "$defs"}
