"""The settings as the manifest of the VS Code extension contributes them.

The rest of the manifest is written by hand: the file is read, and its first category of settings
is replaced.
"""

from pathlib import Path
from typing import Any, Final

import msgspec

from easel_server.settings.schema import JsonSchema, setting_keys

MANIFEST: Final = "vscode-extension/package.json"
_TITLE: Final = "Easel"
_OF_THE_MACHINE: Final = frozenset({"stateDir"})
"""Settings that name a place on a machine: a workspace cannot set them."""


def manifest(checkout: Path) -> str:
    """The manifest with the settings of today."""
    document: dict[str, Any] = msgspec.json.decode((checkout / MANIFEST).read_bytes())
    contributes = document.setdefault("contributes", {})
    others = [each for each in contributes.get("configuration", []) if each["title"] != _TITLE]
    contributes["configuration"] = [{"title": _TITLE, "properties": _properties()}, *others]
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _properties() -> dict[str, JsonSchema]:
    return {
        f"easel.{key}": _contributed(key, order, schema)
        for order, (key, schema) in enumerate(setting_keys().items())
    }


def _contributed(key: str, order: int, schema: JsonSchema) -> JsonSchema:
    scope = "machine" if key in _OF_THE_MACHINE else "window"
    rest = {name: value for name, value in schema.items() if name != "description"}
    description = schema["description"]
    return {"order": order, "scope": scope, "markdownDescription": description, **_flat(rest)}


def _flat(schema: JsonSchema) -> JsonSchema:
    """The schema in a form for which VS Code has an input field.

    It has none for a text that may be null: there the empty text means unset.
    """
    if "enum" in schema:
        return {"type": "string", **schema}
    value, *others = schema.get("anyOf", [{}])
    if others != [{"type": "null"}]:
        return schema
    flat = _flat(value)
    rest = {name: of for name, of in schema.items() if name != "anyOf"}
    if "enum" in flat:
        return {**flat, "type": ["string", "null"], "enum": [*flat["enum"], None], **rest}
    pattern = {"pattern": f"^$|{flat['pattern']}"} if "pattern" in flat else {}
    return {**flat, **pattern, **rest, "default": ""}
