"""Actions that editors originate: which are let through, and what follows from them."""

from functools import partial

from easel_canvas.checks.limits import LIMITS, check_json
from easel_canvas.errors import CanvasError, CanvasRefused
from easel_canvas.host.calls import called, checked
from easel_canvas.host.instance import OpenInstance
from easel_canvas.host.parts import Parts
from easel_canvas.host.showing import Showing
from easel_canvas.model.actions import Action, CloseRequested, MessagePosted, Updated
from easel_canvas.model.envelope import Origin
from easel_canvas.provider import Instance, Provider
from easel_canvas.values import Json


class Dispatching:
    """Takes the actions on the channels of open canvases."""

    def __init__(self, parts: Parts, showing: Showing) -> None:
        self._parts = parts
        self._showing = showing

    def take(self, opened: OpenInstance, action: Action, origin: Origin) -> None:
        """Do what an editor asks for, or reject it and say why."""
        try:
            self._take(opened, action, origin)
        except CanvasError as error:
            assert opened.state is not None
            self._parts.feed.reject(opened.channel, opened.state, action, origin, error.message)

    def _take(self, opened: OpenInstance, action: Action, origin: Origin) -> None:
        feed = self._parts.feed
        match action:
            case Updated():
                self._check_provides(opened, origin)
                feed.change_canvas(opened, checked(action, opened.id), origin)
            case MessagePosted(payload=payload):
                check_json(payload, "the message", LIMITS.message_bytes)
                if not _provides(opened, origin):
                    self._pass_on(opened, payload)
                feed.change_canvas(opened, action, origin)
            case CloseRequested():
                feed.change_canvas(opened, action, origin)
                self._showing.put_away(opened)
            case _:
                raise CanvasRefused("An editor may not originate this.")

    def _check_provides(self, opened: OpenInstance, origin: Origin) -> None:
        if not _provides(opened, origin):
            raise CanvasRefused("Only who provides a canvas can change it.")
        published = self._parts.providers.get(opened.provider_id)
        if published is None or published.declaration(opened.canvas_id) is None:
            raise CanvasRefused("Canvases of this kind are not declared any more.")

    def _pass_on(self, opened: OpenInstance, payload: Json) -> None:
        """From a view to the provider, in order."""
        published = self._parts.providers.get(opened.provider_id)
        if published is None:
            raise CanvasRefused("What shows this canvas is not there now.")
        if opened.waiting_messages >= LIMITS.waiting_messages:
            raise CanvasRefused("Too many messages wait for what shows this canvas.")
        opened.waiting_messages += 1
        work = partial(_deliver, opened, published.provider, opened.instance, payload)
        self._parts.in_background(f"a message to {opened.channel}", work)


def _provides(opened: OpenInstance, origin: Origin) -> bool:
    assert opened.state is not None
    return opened.state.source.client_id == origin.client_id


async def _deliver(
    opened: OpenInstance, provider: Provider, instance: Instance, payload: Json
) -> None:
    try:
        async with opened.calls:
            if not opened.closed:
                receive = partial(provider.receive, instance, payload)
                await called(provider, receive, LIMITS.message_seconds)
    finally:
        opened.waiting_messages -= 1
