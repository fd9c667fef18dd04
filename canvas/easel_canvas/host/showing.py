"""Showing an input in a canvas, closing it, and what happens when one overtakes the other."""

from functools import partial

import msgspec
from msgspec.structs import replace

from easel_canvas.checks.limits import LIMITS
from easel_canvas.declaration import Declaration
from easel_canvas.errors import (
    ProviderError,
    ProviderUnavailable,
    UnknownInstance,
    UrlNotAllowed,
)
from easel_canvas.host.calls import called, checked
from easel_canvas.host.handle import InstanceHandle
from easel_canvas.host.instance import OpenInstance, record_of
from easel_canvas.host.parts import Parts
from easel_canvas.host.providers import Published
from easel_canvas.model.actions import Updated
from easel_canvas.model.state import CanvasState
from easel_canvas.provider import Instance, Provider
from easel_canvas.values import JsonObject


class Showing:
    """Calls `open` and `close` of providers."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def show(
        self,
        opened: OpenInstance,
        published: Published,
        declaration: Declaration,
        input_: JsonObject,
    ) -> CanvasState:
        """Have the provider show an input, which was checked; tell what came of it.

        Raises:
            CanvasError: it is not shown. A canvas that never was shown is forgotten then.
        """
        async with opened.calls:
            try:
                updated = await self._ask(opened, published.provider, input_)
                self._check_still_wanted(opened, published)
            except BaseException as error:
                if opened.state is None:
                    self._parts.instances.remove(opened)
                    if not _refused(error):
                        self._tell_closed(opened, published.provider, opened.known_as(input_))
                raise
            return self._shown(opened, published, declaration, input_, updated)

    def close(self, opened: OpenInstance) -> None:
        """Forget a canvas at once, and then tell its provider."""
        self.forget(opened)
        self._parts.surroundings.drop(opened.session, opened.id)
        self._parts.feed.list_open(self._parts.instances)

    def put_away(self, opened: OpenInstance) -> None:
        """The same, wished for in an editor: the agent learns it with the next prompt."""
        title = "" if opened.state is None or not opened.state.title else f" ({opened.state.title})"
        note = f"The canvas `{opened.id}`{title} was closed in the editor."
        self._parts.surroundings.tell_agent(opened.session, note)
        self.close(opened)

    def forget(self, opened: OpenInstance) -> None:
        """A canvas is gone; tell its provider."""
        self._parts.instances.remove(opened)
        published = self._parts.providers.get(opened.provider_id)
        if published is not None and opened.state is not None:
            self._tell_closed(opened, published.provider, opened.instance)

    def keep(self, opened: OpenInstance) -> None:
        """Have what is shown now outlive the server."""
        self._parts.surroundings.keep(opened.session, record_of(opened))

    async def _ask(self, opened: OpenInstance, provider: Provider, input_: JsonObject) -> Updated:
        if opened.closed:
            raise UnknownInstance(f"{opened.id!r} was closed.")
        handle = InstanceHandle(self._parts, opened, self.close)
        instance, remembered = opened.known_as(input_), opened.memory
        show = partial(provider.open, instance, handle)
        updated = checked(await called(provider, show, LIMITS.open_seconds), opened.id)
        if opened.memory is remembered:
            opened.memory = instance.memory
        return updated

    def _check_still_wanted(self, opened: OpenInstance, published: Published) -> None:
        if opened.closed:
            raise UnknownInstance(f"{opened.id!r} was closed before it was shown.")
        if self._parts.providers.get(opened.provider_id) is not published:
            raise ProviderUnavailable(f"{published.provider.name} left.")

    def _shown(
        self,
        opened: OpenInstance,
        published: Published,
        declaration: Declaration,
        input_: JsonObject,
        updated: Updated,
    ) -> CanvasState:
        feed = self._parts.feed
        opened.input_bytes = len(msgspec.json.encode(input_))
        looks = replace(updated, availability="ready")
        if opened.state is None:
            opened.state = _first_state(opened, published, declaration, input_, looks)
            feed.list_open(self._parts.instances)
        else:
            opened.state = replace(opened.state, input=input_)
            feed.change_canvas(opened, looks)
        for early in opened.early:
            feed.change_canvas(opened, early)
        opened.early = []
        self.keep(opened)
        return opened.state

    def _tell_closed(self, opened: OpenInstance, provider: Provider, instance: Instance) -> None:
        work = partial(_close, opened, provider, instance)
        self._parts.in_background(f"closing {opened.channel}", work)


async def _close(opened: OpenInstance, provider: Provider, instance: Instance) -> None:
    async with opened.calls:
        await called(provider, partial(provider.close, instance), LIMITS.close_seconds)


def _refused(error: BaseException) -> bool:
    """Whether the provider itself said that it shows nothing; else it may, or soon will."""
    return isinstance(error, ProviderError) and not isinstance(
        error, ProviderUnavailable | UrlNotAllowed
    )


def _first_state(
    opened: OpenInstance,
    published: Published,
    declaration: Declaration,
    input_: JsonObject,
    looks: Updated,
) -> CanvasState:
    return CanvasState(
        instance_id=opened.id,
        canvas_id=opened.canvas_id,
        provider_id=opened.provider_id,
        provider_name=published.provider.name,
        display_name=declaration.title,
        source=published.source,
        availability="ready",
        input=input_,
        title=looks.title,
        status=looks.status,
        url=looks.url,
    )
