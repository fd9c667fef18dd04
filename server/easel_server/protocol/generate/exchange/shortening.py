"""Leaves out what is long and says nothing new, visibly: `…` stands where more is."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from easel_server.protocol.generate.exchange.story import Message

MORE: Final = {"…": "more"}

_KEPT: Final[Mapping[str, int]] = {
    "commands": 2,
    "configOptions": 1,
    "configOptions[].options": 1,
    "availableModes": 1,
    "properties": 2,
    "declarations": 1,
    "canvases": 1,
}
"""How many items of these lists, and members of these objects, are kept."""


def shortened(value: Any, info: Collection[str], place: str = "") -> Any:
    """The value with some lists and objects cut.

    Args:
        info: the members that are kept of a ConversationInfo besides its id; all if empty.
        place: the key of the value, or `key[]` for an item of a list.
    """
    kept = _KEPT.get(place)
    if isinstance(value, dict):
        if info and is_conversation_info(value):
            return only(value, ["id", *info])
        members = list(value.items())[:kept]
        short = {key: shortened(member, info, _place(place, key)) for key, member in members}
        return short if len(members) == len(value) else short | MORE
    if isinstance(value, list):
        items = [shortened(item, info, f"{place}[]") for item in value[:kept]]
        return items if len(items) == len(value) else [*items, _more_like(items)]
    return value


def only(value: Message, paths: Collection[str]) -> Message:
    """The members at these paths (`capabilities.experimental`), in that order."""
    kept: Message = {}
    for name in dict.fromkeys(path.partition(".")[0] for path in paths):
        inner = [rest for path in paths for head, _, rest in [path.partition(".")] if head == name]
        if name in value:
            kept[name] = only(value[name], inner) if all(inner) else value[name]
    return kept if len(kept) == len(value) else kept | MORE


def is_conversation_info(value: Message) -> bool:
    """Whether an object describes a conversation."""
    return "executionStatus" in value and "id" in value


def _place(parent: str, key: str) -> str:
    """Only where it matters, the parent is part of the place."""
    return f"{parent}.{key}" if f"{parent}.{key}" in _KEPT else key


def _more_like(items: list[Any]) -> Any:
    return MORE if isinstance(items[0], dict) else "…"
