"""Reads types, shapes and fields off the Python definitions.

msgspec's own `inspect` forgets the names of aliases and ids, so annotations are read here.
"""

import inspect
import types
import typing
from collections.abc import Mapping
from typing import Any, NewType

import msgspec

from easel_conversation.events import Event, EventBase
from easel_server.protocol.generate.annotations import (
    alias_name,
    declared,
    description,
    limits,
    without_metas,
)
from easel_server.protocol.generate.types import (
    Alias,
    Array,
    Choice,
    Either,
    Field,
    Map,
    Primitive,
    Ref,
    Shape,
    Type,
)

STAMPED = frozenset({"seq", "at"})
"""Fields of an event that have a default in Python only, until the event gets its place."""

EVENT_UNION = Ref("Event")
"""The union of all events; their shapes are read where the contract lists them."""

_PRIMITIVES: Mapping[Any, Primitive] = {
    str: Primitive("string"),
    int: Primitive("integer"),
    float: Primitive("number"),
    bool: Primitive("boolean"),
    type(None): Primitive("null"),
    Any: Primitive("any"),
}


class Reader:
    """Reads definitions and remembers every named type that it met."""

    def __init__(self) -> None:
        self.shapes: dict[str, Shape] = {}
        self.aliases: dict[str, Alias] = {}

    def shape(self, struct: type[msgspec.Struct]) -> Ref:
        """Read a Struct and all that it refers to."""
        name = struct.__name__
        if name not in self.shapes:
            base = documented_base(struct)
            if base is not None:
                self.shape(base)
            inherited = set() if base is None else set(base.__struct_fields__)
            own = [f for f in msgspec.structs.fields(struct) if f.name not in inherited]
            # Its place comes before those of the types it refers to.
            self.shapes[name] = Shape(name, "", None, None, ())
            self.shapes[name] = Shape(
                name=name,
                doc=inspect.getdoc(struct) or "",
                tag=_tag(struct),
                base=None if base is None else base.__name__,
                fields=tuple(self._field(field, struct) for field in own),
            )
        return Ref(name)

    def read(self, annotation: Any) -> Type:
        """Read an annotation.

        Raises:
            TypeError: it says something that JSON cannot, or that nothing here uses yet.
        """
        annotation, _ = without_metas(annotation)
        if name := alias_name(annotation):
            return self._alias(name, annotation)
        if annotation in _PRIMITIVES:
            return _PRIMITIVES[annotation]
        if annotation == Event:
            return EVENT_UNION
        if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
            return self.shape(annotation)
        return self._compound(annotation)

    def _compound(self, annotation: Any) -> Type:
        arguments = typing.get_args(annotation)
        match typing.get_origin(annotation):
            case typing.Literal:
                return Choice(arguments)
            case builtin if builtin is tuple and arguments[1:] == (...,):
                return Array(self.read(arguments[0]))
            case builtin if builtin is dict and arguments[0] is str:
                return Map(self.read(arguments[1]))
            case types.UnionType | typing.Union:
                return Either(tuple(map(self.read, arguments)))
        raise TypeError(f"the generator does not know what {annotation} is on the wire")

    def _alias(self, name: str, annotation: Any) -> Ref:
        if name not in self.aliases:
            is_id = isinstance(annotation, NewType)
            meant = self.read(annotation.__supertype__) if is_id else self._compound(annotation)
            self.aliases[name] = Alias(name, meant)
        return Ref(name)

    def _field(self, field: msgspec.structs.FieldInfo, struct: type[msgspec.Struct]) -> Field:
        annotation, metas = without_metas(declared(struct, field.name))
        stamped = field.name in STAMPED and issubclass(struct, EventBase)
        optional = not field.required and not stamped
        meant = self.read(annotation)
        return Field(
            name=field.encode_name,
            type=_without_null(meant) if optional else meant,
            optional=optional,
            default=None if stamped or field.required else _default(field),
            description=description(metas),
            limits=limits(metas),
        )


def documented_base(struct: type[msgspec.Struct]) -> type[msgspec.Struct] | None:
    """The shape that a Struct extends; bases without fields are Python's business."""
    base = struct.__base__
    has_fields = base is not None and issubclass(base, msgspec.Struct) and base.__struct_fields__
    return base if has_fields else None


def _tag(struct: type[msgspec.Struct]) -> str | None:
    tag = struct.__struct_config__.tag
    return tag if isinstance(tag, str) and struct is not EventBase else None


def _without_null(meant: Type) -> Type:
    """Null means absent, so an optional field need not say it."""
    if not isinstance(meant, Either):
        return meant
    members = tuple(member for member in meant.members if member != Primitive("null"))
    return members[0] if len(members) == 1 else Either(members)


def _default(field: msgspec.structs.FieldInfo) -> object:
    default = field.default
    if field.default_factory is not msgspec.NODEFAULT:
        default = field.default_factory()
    return default or None if isinstance(default, (tuple, dict)) else default
