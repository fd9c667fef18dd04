"""The names of channels, and back."""

import re
from typing import Final

from easel_canvas.values import Channel, InstanceId, SessionId

SESSION: Final = "ahp-session:/"
CHAT: Final = "ahp-chat:/"
CANVAS: Final = "ahp-canvas:/"
INSTANCE_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


def session_channel(session: SessionId) -> Channel:
    """Where a session tells what can be opened and what is open."""
    return Channel(f"{SESSION}{session}")


def chat_channel(session: SessionId) -> Channel:
    """The one chat of a session, where AHP 1.0 tells what is open."""
    return Channel(f"{CHAT}{session}")


def canvas_channel(session: SessionId, instance_id: InstanceId) -> Channel:
    """Where one open canvas lives. The id of a session has no dot."""
    return Channel(f"{CANVAS}{session}.{instance_id}")


def session_of(channel: str) -> SessionId | None:
    """The session that a channel belongs to; None if no channel of ours is named like that."""
    for prefix in (SESSION, CHAT):
        if channel.startswith(prefix):
            return SessionId(channel.removeprefix(prefix))
    if channel.startswith(CANVAS):
        return SessionId(channel.removeprefix(CANVAS).partition(".")[0])
    return None


def instance_of(channel: str) -> InstanceId | None:
    """The instance that a channel is of; None if it is not the channel of a canvas."""
    _, _, instance_id = channel.removeprefix(CANVAS).partition(".")
    fits = channel.startswith(CANVAS) and INSTANCE_ID.fullmatch(instance_id)
    return InstanceId(instance_id) if fits else None
