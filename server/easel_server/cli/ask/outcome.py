"""What comes of `easel ask`: the exit code and the JSON."""

from typing import Any, Final

import msgspec

from easel_conversation.events import Event, Message
from easel_conversation.ids import MessageId
from easel_conversation.values import EndReason
from easel_server.cli.errors import ExitCode
from easel_server.cli.turn_view import answer_text
from easel_server.protocol.conversation import PromptResult
from easel_server.protocol.shapes import ConversationInfo

EXIT_CODES: Final[dict[EndReason, ExitCode]] = {
    "completed": ExitCode.OK,
    "truncated": ExitCode.TRUNCATED,
    "refused": ExitCode.REFUSED,
    "cancelled": ExitCode.STOPPED,
    "cancelledForced": ExitCode.STOPPED,
    "interrupted": ExitCode.STOPPED,
    "crashed": ExitCode.FAILED,
    "orphaned": ExitCode.FAILED,
    "failed": ExitCode.FAILED,
}
_NO_AGENT: Final = frozenset({"agentUnavailable", "authRequired"})


def exit_code(result: PromptResult) -> ExitCode:
    """The exit code for how the turn ended."""
    error = result.error
    if isinstance(error, dict) and error.get("kind") in _NO_AGENT:
        return ExitCode.NO_AGENT
    return ExitCode.FAILED if result.end_reason is None else EXIT_CODES[result.end_reason]


class AnswerText:
    """Collects the text of an answer; its messages become paragraphs."""

    def __init__(self) -> None:
        self._messages: dict[MessageId, list[str]] = {}

    def hear(self, event: Event) -> None:
        """Take an event."""
        text = answer_text(event)
        if text is not None and isinstance(event, Message):
            self._messages.setdefault(event.message_id, []).append(text)

    def __str__(self) -> str:
        return "\n\n".join("".join(parts).strip("\n") for parts in self._messages.values())


def as_json(conversation: ConversationInfo, answer: str, result: PromptResult) -> str:
    """One JSON object: the answer, how its turn ended, and where it came from."""
    told: dict[str, Any] = {
        "answer": answer,
        "endReason": result.end_reason,
        "stopReason": result.stop_reason,
        "usage": result.usage,
        "error": result.error,
        "agent": conversation.agent,
        "conversationId": conversation.id,
        "turnId": result.turn_id,
    }
    return msgspec.json.encode(told).decode()
