"""`easel/lease/*`."""

from typing import Annotated, Literal

from msgspec import Meta

from easel_conversation.ids import ConversationId
from easel_conversation.lease.info import LeaseInfo
from easel_server.protocol.base import Notification, Params, Request
from easel_server.protocol.conversation import ConversationParams
from easel_server.protocol.shapes import Access


class LeaseGetResult(Params, frozen=True):
    """Who owns the conversation; null: nobody."""

    lease: LeaseInfo | None = None


class LeaseReleaseResult(Params, frozen=True):
    """What was released."""

    released: Annotated[bool, Meta(description="False: it was nobody's.")]
    previous: LeaseInfo | None = None


class LeaseTakeParams(ConversationParams, frozen=True):
    """Become the owner."""

    force: Annotated[
        bool | None,
        Meta(description="Also from an owner that is at work, or does not answer."),
    ] = None


class LeaseTakeResult(Params, frozen=True):
    """The lease, which is this server's now."""

    lease: LeaseInfo


LeaseChangeReason = Literal["acquired", "released", "lost", "taken"]


class LeaseDidChangeParams(Params, frozen=True):
    """Whose a conversation is now. `access`: what this server may do with it."""

    conversation_id: ConversationId
    lease: LeaseInfo | None
    access: Access
    reason: LeaseChangeReason


REQUESTS = (
    Request(
        "easel/lease/get",
        ConversationParams,
        LeaseGetResult,
        "Say which server owns a conversation.",
        ("conversationNotFound",),
    ),
    Request(
        "easel/lease/release",
        ConversationParams,
        LeaseReleaseResult,
        "Leave a conversation to nobody: our own, or one whose owner is dead.",
        ("conversationNotFound", "leaseHeld"),
    ),
    Request(
        "easel/lease/take",
        LeaseTakeParams,
        LeaseTakeResult,
        "Become the owner of a conversation. Another server that owns it is asked, and yields when "
        "it is idle; with `force` it is taken in any case.",
        ("conversationNotFound", "leaseHeld"),
    ),
)
NOTIFICATIONS = (
    Notification(
        "easel/lease/didChange",
        LeaseDidChangeParams,
        "A conversation that this server knows got another owner, or none.",
    ),
)
