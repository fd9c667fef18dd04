"""One open canvas."""

import anyio
import msgspec

from easel_canvas.host.surroundings import Record
from easel_canvas.model.actions import Updated
from easel_canvas.model.channels import canvas_channel
from easel_canvas.model.state import SERVER, CanvasState, OpenCanvas, Source
from easel_canvas.provider import Instance
from easel_canvas.values import (
    CanvasId,
    Channel,
    InstanceId,
    Json,
    JsonObject,
    ProviderId,
    SessionId,
)


class OpenInstance:
    """What the host knows of it. `state` is None until it was shown for the first time."""

    def __init__(
        self,
        session: SessionId,
        instance_id: InstanceId,
        provider_id: ProviderId,
        canvas_id: CanvasId,
    ) -> None:
        self.session = session
        self.id = instance_id
        self.provider_id = provider_id
        self.canvas_id = canvas_id
        self.calls = anyio.Lock()
        """Held during calls of the provider that must not overlap."""
        self.state: CanvasState | None = None
        self.memory: Json = None
        self.input_bytes = 0
        self.early: list[Updated] = []
        """What the provider said before it had answered that the canvas is open."""
        self.waiting_messages = 0
        self.closed = False

    @property
    def channel(self) -> Channel:
        """Where it is told what becomes of it."""
        return canvas_channel(self.session, self.id)

    def known_as(self, input_: JsonObject) -> Instance:
        """It, as a provider gets to know it."""
        return Instance(
            session=self.session,
            instance_id=self.id,
            canvas_id=self.canvas_id,
            input=input_,
            memory=self.memory if self.state is None or self.state.input == input_ else None,
        )

    @property
    def instance(self) -> Instance:
        """The same, with its present input."""
        assert self.state is not None
        return self.known_as(self.state.input or {})

    def goes_on_as(self, record: Record) -> bool:
        """Whether it is what was kept: the same kind of canvas with the same in it."""
        return self.state is not None and (
            (self.provider_id, self.canvas_id, self.state.input, self.memory)
            == (record.provider_id, record.canvas_id, record.input, record.memory)
        )


def restored(session: SessionId, record: Record) -> OpenInstance:
    """An instance of an earlier server: stale until somebody shows it again."""
    opened = OpenInstance(session, record.instance_id, record.provider_id, record.canvas_id)
    client_id = record.client_id
    opened.memory = record.memory
    opened.input_bytes = len(msgspec.json.encode(record.input))
    opened.state = CanvasState(
        instance_id=record.instance_id,
        canvas_id=record.canvas_id,
        provider_id=record.provider_id,
        provider_name=record.provider_name,
        display_name=record.display_name,
        source=SERVER if client_id is None else Source(kind="client", client_id=client_id),
        availability="stale",
        input=record.input,
        title=record.title,
    )
    return opened


def listed(channel: Channel, state: CanvasState) -> OpenCanvas:
    """The canvas as the catalogue has it."""
    return OpenCanvas(
        instance_id=state.instance_id,
        channel=channel,
        canvas_id=state.canvas_id,
        provider_id=state.provider_id,
        provider_name=state.provider_name,
        title=state.title,
        availability=state.availability,
    )


def record_of(opened: OpenInstance) -> Record:
    """What is kept of it."""
    state = opened.state
    assert state is not None
    return Record(
        instance_id=state.instance_id,
        canvas_id=state.canvas_id,
        provider_id=state.provider_id,
        provider_name=state.provider_name,
        display_name=state.display_name,
        title=state.title,
        client_id=state.source.client_id,
        input=state.input or {},
        memory=opened.memory,
    )
