"""A kind of canvas, and one open canvas of it."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic

from easel_canvas.builtin.surroundings import Surroundings
from easel_canvas.declaration import Action, Declaration
from easel_canvas.errors import ActionNotHandled, ResourceNotFound
from easel_canvas.inputs import Decoded, Input, decode, schema_of
from easel_canvas.provider import Resource
from easel_canvas.values import CanvasId, Json, JsonObject

logger = logging.getLogger(__name__)


class View(ABC):
    """One open canvas: what is shown, and what can be done with it.

    `title` and `status` are for the tab that it is shown in.
    """

    title: str | None = None
    status: str | None = None

    def __init__(self) -> None:
        self.changed: Callable[[], None] = _nobody_to_tell
        """To be called when the content is different now."""

    @abstractmethod
    def content(self) -> JsonObject:
        """What a web view shows, without `kind` and `title`."""

    @abstractmethod
    def text(self) -> str:
        """The same as Markdown, good to read as it stands."""

    async def invoke(self, name: str, input_: JsonObject) -> Json:
        """Do an action.

        Raises:
            ProviderError: it did not work, and why.
        """
        raise ActionNotHandled(name)

    async def receive(self, payload: Json) -> None:
        """A person did something in a view; what makes no sense is ignored."""
        logger.debug("a message from a view of %s is ignored", type(self).__name__)

    def resource(self, path: str) -> Resource:
        """More content, besides `content.json` and `content.md`.

        Raises:
            ResourceNotFound: there is nothing at `path`.
        """
        raise ResourceNotFound(path)

    def closed(self) -> None:
        """Nobody sees it any more."""
        self.changed = _nobody_to_tell


@dataclass(frozen=True, slots=True)
class ActionKind:
    """Something that an agent can do with an open canvas."""

    name: str
    description: str
    input: type[Input]


@dataclass(frozen=True, slots=True)
class Kind(Generic[Decoded]):
    """A canvas that can be opened. `make` raises `ProviderError`, and never blocks."""

    canvas_id: str
    title: str
    description: str
    input: type[Decoded]
    make: Callable[[Decoded, Surroundings], Awaitable[View]]
    actions: tuple[ActionKind, ...] = ()

    @property
    def declaration(self) -> Declaration:
        """What agents and editors are told of it."""
        return Declaration(
            canvas_id=CanvasId(self.canvas_id),
            title=self.title,
            description=self.description,
            input_schema=schema_of(self.input),
            actions=tuple(
                Action(
                    name=action.name,
                    description=action.description,
                    input_schema=schema_of(action.input),
                )
                for action in self.actions
            ),
        )

    async def open(self, input_: JsonObject, surroundings: Surroundings) -> View:
        """Make a view of an input.

        Raises:
            ProviderError: the input makes no sense.
        """
        return await self.make(decode(self.input, input_), surroundings)


AnyKind = Kind[Any]


def _nobody_to_tell() -> None:
    """Nobody need know that a view changed before it is shown, and when it is closed."""
