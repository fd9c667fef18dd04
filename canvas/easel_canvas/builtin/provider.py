"""The provider of our own canvases: which views are open, and who asks what of them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

import msgspec

from easel_canvas.builtin.kind import AnyKind, View
from easel_canvas.builtin.kinds import KINDS
from easel_canvas.builtin.surroundings import Files, Surroundings, Traces
from easel_canvas.declaration import Declaration
from easel_canvas.errors import ProviderUnavailable
from easel_canvas.provider import Handle, Instance, InstanceKey, Provider, Resource, Shown
from easel_canvas.values import CanvasId, Json, JsonObject, ProviderId

logger = logging.getLogger(__name__)

PROVIDER_ID: Final = ProviderId("easel")
CONTENT: Final = "content.json"
TEXT: Final = "content.md"


@dataclass(slots=True)
class _Open:
    """`revision` counts what was shown, so that a view knows that there is something new."""

    input: JsonObject
    kind: AnyKind
    view: View
    revision: int


class BuiltinProvider(Provider):
    """Shows `easel_canvas.builtin.kinds` in every conversation."""

    def __init__(self, files: Files, traces: Traces) -> None:
        self._files = files
        self._traces = traces
        self._kinds = {CanvasId(kind.canvas_id): kind for kind in KINDS}
        self._declarations = tuple(kind.declaration for kind in KINDS)
        self._open: dict[InstanceKey, _Open] = {}

    @property
    def id(self) -> ProviderId:
        """`easel`."""
        return PROVIDER_ID

    @property
    def name(self) -> str:
        """For people."""
        return "Easel"

    @property
    def declarations(self) -> Sequence[Declaration]:
        """Every kind."""
        return self._declarations

    async def open(self, instance: Instance, handle: Handle) -> Shown:
        """Show an input, in the place of an earlier one of this instance.

        Raises:
            ProviderError: it makes no sense, or needs a file that cannot be shown.
        """
        earlier = self._open.get(instance.key)
        if earlier is not None and instance.input == earlier.input and not _reads_file(instance):
            return _shown(instance, earlier)  # it only comes to the front
        kind = self._kinds[instance.canvas_id]
        surroundings = Surroundings(
            instance.session,
            instance.instance_id,
            self._files,
            self._traces,
            handle,
            instance.memory,
        )
        view = await kind.open(instance.input, surroundings)
        revision = 1 if earlier is None else earlier.revision + 1
        opened = self._open[instance.key] = _Open(instance.input, kind, view, revision)
        if earlier is not None:
            earlier.view.closed()

        def changed() -> None:
            if self._open.get(instance.key) is opened:
                opened.revision += 1
                handle.update(_shown(instance, opened))

        view.changed = changed
        return _shown(instance, opened)

    async def invoke_action(self, instance: Instance, name: str, input_: JsonObject) -> Json:
        """Do an action of the view.

        Raises:
            ProviderError: it did not work, and why.
        """
        return await self._opened(instance).view.invoke(name, input_)

    async def receive(self, instance: Instance, payload: Json) -> None:
        """Pass on what a person did in a view."""
        await self._opened(instance).view.receive(payload)

    async def read_resource(self, instance: Instance, path: str) -> Resource:
        """`content.json` for web views, `content.md` for all others, and what a kind adds.

        Raises:
            ResourceNotFound: there is nothing at `path`.
        """
        opened = self._opened(instance)
        if path == CONTENT:
            return Resource(mime_type="application/json", text=_content(opened))
        if path == TEXT:
            return Resource(mime_type="text/markdown", text=opened.view.text())
        return opened.view.resource(path)

    async def text(self, instance: Instance) -> str | None:
        """The view as Markdown."""
        return self._opened(instance).view.text()

    async def close(self, instance: Instance) -> None:
        """Forget the view; who waits for it learns that nothing will come."""
        opened = self._open.pop(instance.key, None)
        if opened is not None:
            opened.view.closed()

    def _opened(self, instance: Instance) -> _Open:
        opened = self._open.get(instance.key)
        if opened is None:
            raise ProviderUnavailable("The canvas is not shown now.")
        return opened


def _reads_file(instance: Instance) -> bool:
    """Whether the content may be another although the input is the same."""
    return "file" in instance.input


def _title(opened: _Open) -> str:
    """What the view is called, else the name of the file that it shows, else its kind."""
    file = opened.input.get("file")
    name = PurePath(file).name if isinstance(file, str) else None
    return opened.view.title or name or opened.kind.title


def _shown(instance: Instance, opened: _Open) -> Shown:
    return Shown(
        title=_title(opened),
        url=instance.content_url(CONTENT, opened.revision),
        status=opened.view.status,
    )


def _content(opened: _Open) -> str:
    content: JsonObject = {
        "kind": opened.kind.canvas_id,
        "title": _title(opened),
        **opened.view.content(),
    }
    return msgspec.json.encode(content).decode()
