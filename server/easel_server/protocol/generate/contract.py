"""The whole contract: methods, events, shapes and names, each in the order of its definition."""

import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from easel_conversation.events import Event, EventBase
from easel_server.protocol.base import Notification, Request
from easel_server.protocol.generate.reading import Reader
from easel_server.protocol.generate.types import Alias, Choice, Field, Shape
from easel_server.protocol.methods import FROM_EDITOR, NOTIFICATIONS, REQUESTS, TO_EDITOR

EVENTS: tuple[type[EventBase], ...] = typing.get_args(Event)


@dataclass(frozen=True, slots=True)
class Contract:
    """What the generators write about.

    `to_editor`: requests that the server makes; `from_editor`: notifications that it gets.
    """

    requests: tuple[Request, ...]
    notifications: tuple[Notification, ...]
    to_editor: tuple[Request, ...]
    from_editor: tuple[Notification, ...]
    shapes: Mapping[str, Shape]
    aliases: Mapping[str, Alias]

    @property
    def events(self) -> tuple[Shape, ...]:
        """The events, by their type."""
        return tuple(self.shapes[event.__name__] for event in EVENTS)

    @property
    def parts(self) -> tuple[Shape, ...]:
        """The shapes that are neither an event nor the params or result of a method."""
        whole = {type_.__name__ for type_ in [*_whole_types(), EventBase, *EVENTS]}
        return tuple(shape for name, shape in self.shapes.items() if name not in whole)

    @property
    def closed_sets(self) -> tuple[tuple[Alias, Choice], ...]:
        """The names that stand for one of several strings."""
        pairs = ((alias, alias.type) for alias in self.aliases.values())
        return tuple((alias, type_) for alias, type_ in pairs if isinstance(type_, Choice))

    @property
    def plain_aliases(self) -> tuple[Alias, ...]:
        """The other names: ids, and objects of another protocol."""
        return tuple(a for a in self.aliases.values() if not isinstance(a.type, Choice))

    def all_fields(self, shape: Shape) -> tuple[Field, ...]:
        """The fields of a shape, those of its base first."""
        base = () if shape.base is None else self.all_fields(self.shapes[shape.base])
        return (*base, *shape.fields)


@cache
def read_contract() -> Contract:
    """Read the definitions."""
    reader = Reader()
    for struct in [*_whole_types(), EventBase, *EVENTS]:
        reader.shape(struct)
    return Contract(
        requests=tuple(REQUESTS.values()),
        notifications=tuple(NOTIFICATIONS.values()),
        to_editor=tuple(TO_EDITOR.values()),
        from_editor=tuple(FROM_EDITOR.values()),
        shapes=reader.shapes,
        aliases=reader.aliases,
    )


def _whole_types() -> Iterable[type]:
    """The params and results of all methods."""
    for request in (*REQUESTS.values(), *TO_EDITOR.values()):
        yield request.params
        yield request.result
    for notification in (*NOTIFICATIONS.values(), *FROM_EDITOR.values()):
        yield notification.params
