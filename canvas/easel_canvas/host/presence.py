"""Providers that come and go: what they had open becomes stale, and ready again."""

from collections.abc import Mapping
from functools import partial

from easel_canvas.host.instance import OpenInstance, restored
from easel_canvas.host.parts import Parts
from easel_canvas.host.providers import Published
from easel_canvas.host.showing import Showing
from easel_canvas.host.surroundings import Record
from easel_canvas.model.actions import DeclarationsChanged, Updated
from easel_canvas.values import InstanceId, ProviderId


class Presence:
    """Keeps the declarations and the availability in step with who is there."""

    def __init__(self, parts: Parts, showing: Showing) -> None:
        self._parts = parts
        self._showing = showing
        self._away = False

    def publish(self, published: Published) -> None:
        """A provider is there, or declares something else."""
        self._parts.providers.put(published)
        self._declarations_changed()
        for opened in self._of(published.provider.id):
            if published.declaration(opened.canvas_id) is None:
                self._parts.feed.change_canvas(opened, Updated(availability="stale"))
        self.bring_back()

    def withdraw(self, provider_id: ProviderId) -> None:
        """A provider is gone, and with it all that it declared."""
        self._parts.providers.remove(provider_id)
        self._declarations_changed()
        for opened in self._of(provider_id):
            self._parts.feed.change_canvas(opened, Updated(availability="stale"))

    def bring_back(self) -> None:
        """Have every stale canvas shown again whose provider is there."""
        for opened in [] if self._away else self._shown():
            if opened.state is not None and opened.state.availability == "stale":
                published = self._parts.providers.get(opened.provider_id)
                if published is not None and published.declaration(opened.canvas_id) is not None:
                    work = partial(self._show_again, opened, published)
                    self._parts.in_background(f"{opened.channel} stays stale", work)

    def all_stale(self) -> None:
        """Nothing can be done with any canvas until `catch_up`."""
        self._away = True
        for opened in self._shown():
            self._parts.feed.change_canvas(opened, Updated(availability="stale"))

    def catch_up(self, records: Mapping[InstanceId, Record]) -> None:
        """Other servers had the conversation: have open what they left open."""
        self._away = False
        for opened in self._shown():
            record = records.get(opened.id)
            if record is None or not opened.goes_on_as(record):
                self._showing.forget(opened)
        for record in records.values():
            self._parts.instances.add(restored(self._parts.session, record))
        self._parts.feed.list_open(self._parts.instances)
        self.bring_back()

    async def _show_again(self, opened: OpenInstance, published: Published) -> None:
        declaration = published.declaration(opened.canvas_id)
        if opened.state is None or declaration is None:
            return
        input_ = self._parts.validators.check(opened.state.input or {}, declaration.input_schema)
        await self._showing.show(opened, published, declaration, input_)

    def _of(self, provider_id: ProviderId) -> list[OpenInstance]:
        """Its open canvases; those that are being opened learn it from their call."""
        return [opened for opened in self._shown() if opened.provider_id == provider_id]

    def _shown(self) -> list[OpenInstance]:
        return [opened for opened in self._parts.instances if opened.state is not None]

    def _declarations_changed(self) -> None:
        declared = self._parts.providers.declared()
        self._parts.feed.change_session(DeclarationsChanged(declared=declared))
