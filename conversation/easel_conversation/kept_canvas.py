"""An open canvas as it outlives the server."""

from typing import Annotated, Any

from msgspec import Meta
from msgspec.structs import replace

from easel_conversation.values import JsonObject, Shape


class KeptCanvas(Shape, frozen=True):
    """What is needed to show a canvas again. Its address and its status are not kept."""

    instance_id: Annotated[str, Meta(description="Unique in its conversation.")]
    canvas_id: Annotated[str, Meta(description="The kind of canvas.")]
    extension_id: Annotated[str, Meta(description="Who shows it.")]
    input: Annotated[JsonObject, Meta(description="What it shows.")]
    extension_name: Annotated[str | None, Meta(description="Who shows it, for people.")] = None
    display_name: Annotated[str | None, Meta(description="The kind, for people.")] = None
    title: str | None = None
    client_id: Annotated[
        str | None, Meta(description="The editor that shows it, if it is one.")
    ] = None
    memory: Annotated[
        Any, Meta(description="What who shows it keeps of it, such as the answer to a form.")
    ] = None


class CanvasChange(Shape, frozen=True):
    """What is different about an open canvas, without what is as it was: an input can be large."""

    instance_id: str
    input: Annotated[JsonObject, Meta(description="The fields of the input that are different.")]
    without: Annotated[
        tuple[str, ...], Meta(description="The fields of the input that are gone.")
    ] = ()
    title: Annotated[str | None, Meta(description="Unset: as it was.")] = None
    memory: Annotated[Any, Meta(description="Unset: as it was.")] = None


def change_between(before: KeptCanvas, after: KeptCanvas) -> CanvasChange | None:
    """What leads from the one to the other; None if a change cannot tell it."""
    likened = replace(before, input=after.input, title=after.title, memory=after.memory)
    if likened != after or _is_lost(before.title, after.title):
        return None
    if _is_lost(before.memory, after.memory):
        return None
    old, new = before.input, after.input
    return CanvasChange(
        instance_id=after.instance_id,
        input={name: value for name, value in new.items() if _is_news(name, value, old)},
        without=tuple(name for name in old if name not in new),
        title=None if after.title == before.title else after.title,
        memory=None if after.memory == before.memory else after.memory,
    )


def changed_by(canvas: KeptCanvas, change: CanvasChange) -> KeptCanvas:
    """The canvas with the change made."""
    kept = {name: value for name, value in canvas.input.items() if name not in change.without}
    return replace(
        canvas,
        input={**kept, **change.input},
        title=canvas.title if change.title is None else change.title,
        memory=canvas.memory if change.memory is None else change.memory,
    )


def _is_news(name: str, value: Any, old: JsonObject) -> bool:
    return name not in old or old[name] != value


def _is_lost(old: Any, new: Any) -> bool:
    return new is None and old is not None
