"""`easel/conversation/queue/*`."""

from typing import Annotated

from msgspec import Meta

from easel_conversation.ids import TurnId
from easel_conversation.values import ContentBlock
from easel_server.protocol.base import Params, Request
from easel_server.protocol.conversation import ACTS, NAMED, ConversationParams


class QueuedPromptInfo(Params, frozen=True):
    """A prompt that waits."""

    turn_id: TurnId
    prompt: tuple[ContentBlock, ...]
    held: Annotated[bool, Meta(description="It waits for `easel/conversation/run`.")] = False


class QueueResult(Params, frozen=True):
    """The queue as it is now."""

    prompts: Annotated[tuple[QueuedPromptInfo, ...], Meta(description="First to go first.")]
    parked: Annotated[
        bool, Meta(description="Whether some of them wait for `easel/conversation/run`.")
    ]


class QueueEditParams(ConversationParams, frozen=True):
    """Which prompt, and its new content."""

    turn_id: TurnId
    prompt: str | tuple[ContentBlock, ...]


class QueueDropParams(ConversationParams, frozen=True):
    """Which prompt."""

    turn_id: TurnId


class QueueReorderParams(ConversationParams, frozen=True):
    """The order."""

    turn_ids: Annotated[
        tuple[TurnId, ...],
        Meta(description="First to go first; those that are not named stay behind these."),
    ]


REQUESTS = (
    Request(
        "easel/conversation/queue/list",
        ConversationParams,
        QueueResult,
        "The prompts that wait.",
        NAMED,
    ),
    Request(
        "easel/conversation/queue/edit",
        QueueEditParams,
        QueueResult,
        "Replace the content of a waiting prompt.",
        (*ACTS, "invalidState"),
    ),
    Request(
        "easel/conversation/queue/drop",
        QueueDropParams,
        QueueResult,
        "Take a waiting prompt out of the queue.",
        (*ACTS, "invalidState"),
    ),
    Request(
        "easel/conversation/queue/reorder",
        QueueReorderParams,
        QueueResult,
        "Put the waiting prompts into another order.",
        (*ACTS, "invalidState"),
    ),
)
