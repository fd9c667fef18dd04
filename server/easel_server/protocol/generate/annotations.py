"""What an annotation carries besides its type: a name, descriptions, limits."""

import inspect
import types
import typing
from typing import Annotated, Any, Literal, NewType

from msgspec import Meta

from easel_conversation import values
from easel_server.protocol import conversation, shapes
from easel_server.protocol.generate.types import Limits


def declared(class_: type, field: str) -> Any:
    """The annotation of a field as it is written; evaluated ones have lost their identity."""
    for owner in class_.__mro__:
        annotations = inspect.get_annotations(owner)
        if field in annotations:
            return annotations[field]
    raise AttributeError(f"{class_} declares no {field}")


def alias_name(annotation: Any) -> str | None:
    """The name of an id, a closed set or another alias."""
    if isinstance(annotation, NewType):
        return annotation.__name__
    return _ALIASES.get(id(annotation))


def without_metas(annotation: Any) -> tuple[Any, list[Meta]]:
    """The annotation without `Annotated`, also in an optional one, and its metas, inner first."""
    if typing.get_origin(annotation) is Annotated:
        inner, metas = without_metas(annotation.__origin__)
        return inner, [*metas, *(m for m in annotation.__metadata__ if isinstance(m, Meta))]
    if typing.get_origin(annotation) in {types.UnionType, typing.Union}:
        first, *others = typing.get_args(annotation)
        if others == [type(None)] and typing.get_origin(first) is Annotated:
            inner, metas = without_metas(first)
            return inner | None, metas
    return annotation, []


def description(metas: list[Meta]) -> str:
    """What the outermost meta that says something says."""
    said = [meta.description for meta in metas if meta.description]
    return said[-1] if said else ""


def limits(metas: list[Meta]) -> Limits:
    """The limits of all metas, those of the outer ones first."""

    def limit(name: str) -> Any:
        set_ = [value for meta in metas if (value := getattr(meta, name)) is not None]
        return set_[-1] if set_ else None

    return Limits(
        ge=limit("ge"),
        le=limit("le"),
        min_length=limit("min_length"),
        max_length=limit("max_length"),
    )


def _aliases() -> dict[int, str]:
    """Names by identity: `ContentBlock` and `JsonObject` are equal, yet not the same."""
    named: dict[int, str] = {}
    for module in (values, shapes, conversation):
        for name, value in vars(module).items():
            if typing.get_origin(value) in {Literal, dict} and not name.startswith("_"):
                named.setdefault(id(value), name)
    return named


_ALIASES = _aliases()
