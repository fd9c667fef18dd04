"""What comes of `easel ask`: the exit code and the JSON."""

from typing import Any, Final

import msgspec

from easel_conversation.events import Event, Message, TurnEnded
from easel_conversation.ids import MessageId, TurnId
from easel_conversation.values import EndReason
from easel_server.cli.errors import AGENT_EXIT_CODES, ExitCode, RequestRefused
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


def exit_code(result: PromptResult) -> ExitCode:
    """The exit code for how the turn ended."""
    error = result.error
    if isinstance(error, dict) and error.get("kind") in AGENT_EXIT_CODES:
        return AGENT_EXIT_CODES[error["kind"]]
    return ExitCode.FAILED if result.end_reason is None else EXIT_CODES[result.end_reason]


def refused_result(turn_id: TurnId, ended: TurnEnded, refused: RequestRefused) -> PromptResult:
    """What a prompt came to whose request was refused because its turn failed."""
    return PromptResult(
        turn_id=turn_id,
        end_reason=ended.reason,
        stop_reason=ended.stop_reason,
        usage=ended.usage,
        error={"kind": refused.kind, "message": str(refused)},
    )


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
        "turnId": result.turn_id,
    }
    return msgspec.json.encode(told).decode()
