"""What comes out of an agent: messages as plain data, and its updates as they are told."""

from typing import Any, Literal

import msgspec

Message = dict[str, Any]
"""A JSON-RPC message, or a part of one, as plain data: fields that we do not know are kept."""

RequestId = int | str
"""The id that the agent gave one of its requests; ours and theirs are two different tables."""


class SessionUpdate(
    msgspec.Struct, frozen=True, rename={"session_id": "sessionId", "meta": "_meta"}
):
    """One `session/update` as the agent sent it: kinds and fields that we do not know included.

    May name a session that no answer has mentioned yet (agents send updates before they answer
    `session/new`) or one that is not the owner's.
    """

    session_id: str
    update: Message
    meta: Any = None
    """What the agent put beside the update; an object if it keeps to the schema."""


SkipReason = Literal[
    "blank", "notUtf8", "notJson", "notAnObject", "tooDeep", "tooLong", "truncated"
]


class Skipped(msgspec.Struct, frozen=True):
    """A line that is not a message: why, and how many bytes it had without its line end."""

    reason: SkipReason
    size: int


Line = SessionUpdate | Message | Skipped
"""What a line of an agent's output turns out to be."""
