"""The types of the contract, in no language's words.

Type
├── Primitive   a JSON type without parts
├── Choice      one of these strings
├── Array       a list of items
├── Map         an object whose keys are free
├── Either      one of several types
└── Ref         a type with a name: a `Shape`, an `Alias`, or the union `Event`
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Primitive:
    """A JSON type without parts."""

    name: Literal["string", "integer", "number", "boolean", "null", "any"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these strings."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """A list."""

    item: "Type"


@dataclass(frozen=True, slots=True)
class Map:
    """An object whose keys are free."""

    value: "Type"


@dataclass(frozen=True, slots=True)
class Either:
    """One of several types."""

    members: tuple["Type", ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """A type that is described elsewhere, under this name."""

    name: str


Type = Primitive | Choice | Array | Map | Either | Ref


@dataclass(frozen=True, slots=True)
class Limits:
    """What a value must keep to; lengths in characters."""

    ge: float | None = None
    le: float | None = None
    min_length: int | None = None
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A member of an object, by its name on the wire.

    An optional field may be absent; `default` is then its value, None if it has none.
    """

    name: str
    type: Type
    optional: bool
    default: object
    description: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Shape:
    """An object. `base` names the shape whose fields it has too; `fields` are only its own."""

    name: str
    doc: str
    tag: str | None
    base: str | None
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a simpler type: an id, a closed set of strings, an object of another protocol."""

    name: str
    type: Type
