"""`easel/conversation/setMode` and `setConfigOption`."""

from typing import Annotated

from msgspec import Meta

from easel_server.protocol.base import Request
from easel_server.protocol.conversation import STARTS, ConversationParams, ConversationResult


class SetModeParams(ConversationParams, frozen=True):
    """Choose one of the session's modes."""

    mode_id: Annotated[str, Meta(description="The `id` of one of `modes.availableModes`.")]


class SetConfigOptionParams(ConversationParams, frozen=True):
    """Choose a value of one of the session's options."""

    config_id: Annotated[str, Meta(description="The `id` of one of `configOptions`.")]
    value: Annotated[str | bool, Meta(description="One of the values that it offers.")]


REQUESTS = (
    Request(
        "easel/conversation/setMode",
        SetModeParams,
        ConversationResult,
        "Choose a mode of the session.",
        (*STARTS, "invalidState"),
    ),
    Request(
        "easel/conversation/setConfigOption",
        SetConfigOptionParams,
        ConversationResult,
        "Choose a value of a session option.",
        (*STARTS, "invalidState"),
    ),
)
