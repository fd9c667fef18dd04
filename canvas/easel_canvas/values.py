"""Ids and small shapes of canvases."""

from typing import Any, Literal, NewType

import msgspec

ProviderId = NewType("ProviderId", str)
"""Who shows a canvas, such as `easel` or `client:vscode`. On the wire: `extensionId`."""
CanvasId = NewType("CanvasId", str)
"""A kind of canvas, unique in its provider, such as `markdown`."""
InstanceId = NewType("InstanceId", str)
"""One open canvas, unique in its conversation: `[A-Za-z0-9][A-Za-z0-9._-]{0,127}`."""
SessionId = NewType("SessionId", str)
"""The conversation that canvases belong to."""
Channel = NewType("Channel", str)
"""An AHP channel: `ahp-session:/…` or `ahp-canvas:/…`."""

Json = Any
"""A JSON value."""
JsonObject = dict[str, Any]
Availability = Literal["ready", "stale"]


def client_provider_id(client_id: str) -> ProviderId:
    """The id of what an editor provides. AHP leaves it to the host."""
    return ProviderId(f"client:{client_id}")


class Shape(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """Base of the values. Immutable; a field that is None is absent on the wire."""
