"""What AHP says of a session besides its canvases."""

from typing import Final

from easel_canvas.model.channels import chat_channel
from easel_canvas.values import JsonObject, SessionId
from easel_conversation.clock import iso
from easel_conversation.state import ConversationState
from easel_conversation.values import ExecutionStatus

IDLE: Final = 1
_STATUS: Final[dict[ExecutionStatus, int]] = {
    "error": 2,
    "starting": 8,
    "running": 8,
    "cancelling": 8,
    "waitingForPermission": 24,
}
"""AHP's bits: 2 error, 8 in progress, 16 input needed."""


def session_fields(state: ConversationState) -> JsonObject:
    """The fields that AHP requires of every session, with its one chat."""
    status = _STATUS.get(state.execution_status, IDLE)
    chat = {
        "resource": chat_channel(SessionId(state.id)),
        "title": state.title,
        "status": status,
        "modifiedAt": iso(state.updated_at_ms),
    }
    return {
        "provider": state.agent,
        "title": state.title,
        "status": status,
        "lifecycle": "ready",
        "chats": [chat],
    }
