"""What shows canvases: the protocol between the host and a provider.

A provider lives as long as it is registered and serves every conversation of the server. The host
checks all input against the declarations before it gets here, puts a deadline on every call, and
checks whatever a provider gives back.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from easel_canvas.declaration import Declaration
from easel_canvas.errors import ActionNotHandled, ResourceNotFound
from easel_canvas.values import CanvasId, InstanceId, Json, JsonObject, ProviderId, SessionId, Shape

logger = logging.getLogger(__name__)

CONTENT_SCHEME = "ahp-canvas-content"


class Shown(Shape, frozen=True):
    """How an open canvas is to be shown. None: as it is, or nothing when it is opened.

    `url` is where the content is: `https:`, `http:` on this machine, or what `Instance.content_url`
    gives, which is read through `Provider.read_resource`. `status` is a short line for people.
    """

    title: str | None = None
    url: str | None = None
    status: str | None = None


class Resource(Shape, frozen=True):
    """A piece of content: either `text` or `blob`."""

    mime_type: str
    text: str | None = None
    blob: bytes | None = None


class Instance(Shape, frozen=True):
    """An open canvas, as its provider gets to know it.

    `input` is what it was opened with last, and `memory` what `Handle.remember` was given since.
    """

    session: SessionId
    instance_id: InstanceId
    canvas_id: CanvasId
    input: JsonObject
    memory: Json = None

    @property
    def key(self) -> "InstanceKey":
        """What tells it from the canvases of every conversation."""
        return InstanceKey(self.session, self.instance_id)

    def content_url(self, path: str, revision: int = 0) -> str:
        """Where views find what `read_resource(…, path)` gives.

        A view reads again when the URL changes, so another `revision` shows new content.
        """
        query = f"?revision={revision}" if revision else ""
        return f"{CONTENT_SCHEME}:/{self.instance_id}/{path}{query}"


@dataclass(frozen=True, slots=True)
class InstanceKey:
    """The name of an open canvas in the whole server."""

    session: SessionId
    instance_id: InstanceId


class Handle(Protocol):
    """How a provider says that something happened to an open canvas.

    None of these waits or raises; when the canvas is closed, they do nothing.
    """

    def update(self, shown: Shown) -> None:
        """Show it like this from now on."""
        ...

    def post(self, payload: Json) -> None:
        """Send a message to every view of it."""
        ...

    def remember(self, value: Json) -> None:
        """Have a value outlive the server, such as what a person entered: `Instance.memory`.

        It is kept with the input, and forgotten with it when there is a new one.
        """
        ...

    def tell_agent(self, text: str) -> None:
        """Have the agent read this with the next prompt, such as what a person chose."""
        ...

    def take_back(self, text: str) -> None:
        """Do not tell the agent any more. Does nothing once it was given it."""
        ...

    def close(self) -> None:
        """Close it, as if a person had. `Provider.close` is called as well."""
        ...


class Provider(Protocol):
    """Subclass it: what is not overridden does what its text says.

    Calls for one instance come one after the other, except `invoke_action`, `read_resource` and
    `text`, which may run beside each other: an action may wait for a person.
    """

    @property
    def id(self) -> ProviderId:
        """Unique in the server, the same after a restart."""
        ...

    @property
    def name(self) -> str:
        """For people."""
        ...

    @property
    def declarations(self) -> Sequence[Declaration]:
        """What it can show, always the same."""
        ...

    async def open(self, instance: Instance, handle: Handle) -> Shown:
        """Show `instance.input`.

        It is called again for an instance that is open when there is a new input (`update_canvas`)
        or it is to come to the front, and after a restart for each instance that was open.

        Raises:
            ProviderError: it cannot be shown, and why.
        """
        ...

    async def invoke_action(self, instance: Instance, name: str, input_: JsonObject) -> Json:
        """Do what a declared action says; the value goes to who asked for it.

        Raises:
            ProviderError: it did not work, and why. By default no action is handled.
        """
        raise ActionNotHandled(name)

    async def receive(self, instance: Instance, payload: Json) -> None:
        """A view of the instance sent a message. By default it is ignored."""
        logger.debug("a message to %s is ignored", instance.instance_id)

    async def read_resource(self, instance: Instance, path: str) -> Resource:
        """The content below `Instance.content_url`. By default there is none.

        Raises:
            ResourceNotFound: there is nothing at `path`.
        """
        raise ResourceNotFound(path)

    async def text(self, instance: Instance) -> str | None:
        """The canvas in Markdown, for editors that show nothing else. None: title and status."""
        return None

    async def close(self, instance: Instance) -> None:
        """The instance is gone. By default there is nothing to do."""
        logger.debug("%s is closed", instance.instance_id)
