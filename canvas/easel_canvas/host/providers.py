"""Which providers there are for a session, and what they declare."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from easel_canvas.declaration import Declaration
from easel_canvas.errors import UnknownCanvas
from easel_canvas.model.state import DeclaredCanvas, Source
from easel_canvas.provider import Provider
from easel_canvas.values import CanvasId, ProviderId


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """A provider, and where it runs."""

    provider: Provider
    source: Source

    def declaration(self, canvas_id: CanvasId) -> Declaration | None:
        """What it declares under that id."""
        declared = self.provider.declarations
        return next((d for d in declared if d.canvas_id == canvas_id), None)


class Providers:
    """The providers of a session, by id."""

    def __init__(self, published: Sequence[Published]) -> None:
        self._published = {entry.provider.id: entry for entry in published}

    def __iter__(self) -> Iterator[Published]:
        return iter(self._published.values())

    def put(self, published: Published) -> None:
        """Add a provider, in the place of one with the same id."""
        self._published[published.provider.id] = published

    def remove(self, provider_id: ProviderId) -> None:
        """Take a provider out, if it is there."""
        self._published.pop(provider_id, None)

    def get(self, provider_id: ProviderId) -> Published | None:
        """The provider of that id."""
        return self._published.get(provider_id)

    def declared(self) -> tuple[DeclaredCanvas, ...]:
        """Everything that can be opened."""
        return tuple(
            DeclaredCanvas(
                provider_id=published.provider.id,
                provider_name=published.provider.name,
                declaration=declaration,
                source=published.source,
            )
            for published in self
            for declaration in published.provider.declarations
        )

    def find(
        self, canvas_id: CanvasId, provider_id: ProviderId | None
    ) -> tuple[Published, Declaration]:
        """Who shows canvases of that kind; without a provider's id there must be only one.

        Raises:
            UnknownCanvas: nobody does, or several do.
        """
        found = [
            (published, declaration)
            for published in self
            if provider_id in (None, published.provider.id)
            and (declaration := published.declaration(canvas_id)) is not None
        ]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(published.provider.id for published, _ in found)
            raise UnknownCanvas(f"Several show {canvas_id!r}; name one of them: {ids}.")
        known = ", ".join(sorted({d.declaration.canvas_id for d in self.declared()})) or "none"
        raise UnknownCanvas(
            f"Nobody shows canvases of the kind {canvas_id[:100]!r}; known: {known}."
        )
