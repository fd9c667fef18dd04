"""An action on its way to those who follow its channel."""

from dataclasses import dataclass

from easel_canvas.model.actions import Action
from easel_canvas.model.state import State
from easel_canvas.values import Channel


@dataclass(frozen=True, slots=True)
class Origin:
    """The editor that an action comes from, and its own number for it."""

    client_id: str
    client_seq: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """`server_seq` counts the actions of the whole server. `state`: of the channel, after it.

    An envelope with a `rejection` goes to its origin alone, and changed nothing.
    """

    channel: Channel
    action: Action
    state: State
    server_seq: int
    origin: Origin | None = None
    rejection: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a channel; later envelopes have a `server_seq` above `from_seq`."""

    channel: Channel
    state: State
    from_seq: int
