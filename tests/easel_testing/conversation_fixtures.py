"""Fixtures of conversations: what the real server tells, and what everybody must make of it.

A file of `tests/fixtures/conversation` is `{"events": [...], "expect": {...}}`. The Python tests
and those of the VS Code extension fold the events and must come to what is expected.
"""

from pathlib import Path
from typing import Any

import msgspec

from easel_conversation.events import Event, ToolCallChanged, TurnEnded
from easel_conversation.fold import fold
from easel_conversation.ids import AgentName, ConversationId
from easel_conversation.state import ConversationState

Json = dict[str, Any]
FOLDER = Path(__file__).parent.parent / "fixtures" / "conversation"


class Fixture(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation, from its first event on."""

    events: tuple[Event, ...]
    expect: Json


def fixtures() -> list[Path]:
    """All of them."""
    return sorted(FOLDER.glob("*.json"))


def read(path: Path) -> Fixture:
    """Raises msgspec.ValidationError for events that are not ours."""
    return msgspec.json.decode(path.read_bytes(), type=Fixture)


def outcome(events: tuple[Event, ...]) -> Json:
    """What follows from the events, in words that hold for a reader in any language."""
    state = ConversationState(
        id=ConversationId("c1"), agent=AgentName("test"), cwd="/project", created_at_ms=0
    )
    for event in events:
        state = fold(state, event)
    turn = state.turn
    return {
        "title": state.title,
        "executionStatus": state.reported_status,
        "processStatus": state.process,
        "memory": state.memory,
        "turns": state.turns,
        "liveTurn": None if turn is None else turn.id,
        "queue": [{"turnId": q.turn_id, "held": q.held, "next": q.next} for q in state.queue],
        "openPermissions": [] if turn is None else sorted(turn.permissions),
        "openElicitations": [] if turn is None else sorted(turn.elicitations),
        "toolCalls": _tool_calls(events),
        "ends": [event.reason for event in events if isinstance(event, TurnEnded)],
        "seq": state.seq,
    }


def _tool_calls(events: tuple[Event, ...]) -> dict[str, str]:
    changes = (event for event in events if isinstance(event, ToolCallChanged))
    return {f"{e.turn_id}/{e.tool_call.tool_call_id}": e.tool_call.status for e in changes}
