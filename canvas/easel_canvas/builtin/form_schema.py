"""Forms as flat JSON Schemas: what may be asked, and how it reads. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from easel_canvas.inputs import unfit
from easel_canvas.values import JsonObject

MAX_FIELDS: Final = 50
_TYPES: Final = frozenset({"string", "number", "integer", "boolean", "array"})


@dataclass(frozen=True, slots=True)
class Field:
    """A question. `schema` is as the agent sent it."""

    name: str
    required: bool
    schema: JsonObject

    @property
    def title(self) -> str:
        """For people."""
        return str(self.schema.get("title") or self.name)

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be chosen; empty if it is no choice."""
        schema = self.schema
        items = schema.get("items")
        if schema.get("type") == "array" and isinstance(items, dict):
            schema = items
        if isinstance(schema.get("enum"), list):
            return tuple(str(value) for value in schema["enum"])
        titled = schema.get("oneOf") or schema.get("anyOf") or ()
        return tuple(str(entry["const"]) for entry in titled if "const" in entry)

    @property
    def hint(self) -> str:
        """What may be entered."""
        if self.choices:
            some = "any of " if self.schema.get("type") == "array" else ""
            return some + ", ".join(f"`{choice}`" for choice in self.choices)
        return {"boolean": "yes or no", "integer": "a whole number", "number": "a number"}.get(
            str(self.schema.get("type")), "text"
        )


def fields_of(schema: JsonObject) -> tuple[Field, ...]:
    """The questions of a form.

    Raises:
        ProviderError: it is no flat object, or too large.
    """
    properties = schema.get("properties")
    if schema.get("type", "object") != "object" or not isinstance(properties, dict):
        raise unfit("`schema` must be a JSON Schema of an object with `properties`.")
    if not properties or len(properties) > MAX_FIELDS:
        raise unfit(f"A form has 1 to {MAX_FIELDS} fields; this has {len(properties)}.")
    required = schema.get("required")
    names = required if isinstance(required, list) else []
    return tuple(_fields(properties, names))


def _fields(properties: JsonObject, required: list[Any]) -> Iterator[Field]:
    for name, field in properties.items():
        path = f"$.schema.properties.{name}"
        if not isinstance(field, dict):
            raise unfit(f"Expected an object - at `{path}`")
        if field.get("type", "string") not in _TYPES:
            raise unfit(f"Only {', '.join(sorted(_TYPES))} can be asked - at `{path}.type`")
        yield Field(name, name in required, field)
