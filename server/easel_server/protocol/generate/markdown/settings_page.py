"""`docs/settings.md`."""

import json
from collections.abc import Iterator
from typing import Any

from easel_server.protocol.generate.contract import Contract
from easel_server.protocol.generate.markdown.syntax import code, table
from easel_server.protocol.generate.markdown.template import fill
from easel_server.settings import setting_keys

JsonSchema = dict[str, Any]


def settings_page(_: Contract) -> str:
    """The page: prose, a table of all settings, and tables of what entries hold."""
    keys = setting_keys()
    return fill(
        "settings.md",
        {
            "settings": lambda _: table(
                ("Setting", "Type", "Default", ""), (_row(k, s) for k, s in keys.items())
            ),
            "entry": lambda key: _entry(keys[key]["additionalProperties"]),
        },
    )


def _row(key: str, schema: JsonSchema) -> tuple[str, str, str, str]:
    default = schema.get("default")
    shown = "" if default is None else code(json.dumps(default))
    return code(key), _type(schema), shown, schema.get("description", "")


def _entry(schema: JsonSchema) -> str:
    return table(
        ("Key", "Type", "Default", ""),
        (_row(key, member) for key, member in schema["properties"].items()),
    )


def _type(schema: JsonSchema) -> str:
    if "enum" in schema:
        return " or ".join(code(json.dumps(value)) for value in schema["enum"])
    if "anyOf" in schema:
        members = (member for member in schema["anyOf"] if member != {"type": "null"})
        return " or ".join(map(_type, members))
    if schema["type"] == "array":
        return f"array of {_type(schema['items'])}"
    if schema["type"] == "object":
        values = schema["additionalProperties"]
        return f"object of {_type(values)}" if "properties" not in values else "object of entries"
    return " ".join([schema["type"], *_bounds(schema)])


def _bounds(schema: JsonSchema) -> Iterator[str]:
    if "minimum" in schema and "maximum" in schema:
        yield f"({schema['minimum']} to {schema['maximum']})"
