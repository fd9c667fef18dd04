"""What tools show is bounded, visibly, however much an agent sends."""

from typing import Any

import msgspec
import pytest

from easel_conversation.decide.clipping import BULK, CLIPPED, CLIPPED_START, LEFT_OUT
from easel_conversation.events import ToolCallChanged
from easel_conversation.ids import ToolCallId
from easel_conversation.inputs import TerminalUpdate, ToolCallUpdate
from easel_conversation.policy import Policy
from easel_conversation.values import JsonObject, ToolCall
from easel_testing.conversation_driver import Driver, running

LIMIT = 1_000
TOOL = ToolCallId("tool")


def shown_for(**fields: Any) -> ToolCall:
    """The tool call that is shown when an agent sends these fields."""
    conversation, _ = running(Policy(max_tool_output=LIMIT))
    conversation.agent_updates(ToolCallUpdate(TOOL, created=True, **fields))
    return newest(conversation)


def newest(conversation: Driver) -> ToolCall:
    """The tool call as it was last shown."""
    return conversation.events_of(ToolCallChanged)[-1].tool_call


def block(text: str) -> JsonObject:
    """An item of text."""
    return {"type": "content", "content": {"type": "text", "text": text}}


def diff(text: str) -> JsonObject:
    """An item that shows an edit."""
    return {"type": "diff", "path": "/a.py", "oldText": "", "newText": text}


def test_snapshots_that_grow_without_end_make_a_log_of_bounded_size() -> None:
    conversation, _ = running(Policy(max_tool_output=LIMIT))

    for length in range(0, 300_000, 1_000):
        update = ToolCallUpdate(
            TOOL, created=not length, content=(block("x" * length),), raw_output="y" * length
        )
        conversation.agent_updates(update)

    assert len(msgspec.json.encode(conversation.log)) < 20 * LIMIT


def test_text_up_to_the_limit_is_left_alone() -> None:
    content = (block("x" * 400), block("y" * 600))

    assert shown_for(content=content).content == content


def test_the_blocks_of_one_tool_call_share_the_limit() -> None:
    shown = shown_for(content=(block("x" * 600), block("y" * 600)))

    assert shown.content == (block("x" * 600), block("y" * 400 + CLIPPED))


def test_a_diff_is_whole_or_left_out() -> None:
    usable, endless = diff("x" * LIMIT * 4), diff("x" * LIMIT * BULK)

    assert shown_for(content=(usable,)).content == (usable,)
    assert shown_for(content=(endless, usable, endless)).content == (LEFT_OUT, usable)


@pytest.mark.parametrize("field", ["raw_input", "raw_output"])
def test_raw_values_that_are_too_long_become_the_start_of_their_text(field: str) -> None:
    assert getattr(shown_for(**{field: {"a": 1}}), field) == {"a": 1}
    assert getattr(shown_for(**{field: "x" * 2_000}), field) == "x" * LIMIT + CLIPPED

    shown = getattr(shown_for(**{field: {"rows": ["x" * 2_000]}}), field)

    assert shown.startswith('{"rows":["xxx')
    assert len(shown) == LIMIT + len(CLIPPED)


def test_a_terminal_shows_its_end() -> None:
    conversation, _ = running(Policy(max_tool_output=LIMIT))
    terminal = {"type": "terminal", "terminalId": "x"}
    conversation.agent_updates(ToolCallUpdate(TOOL, created=True, content=(terminal,)))

    conversation.agent_updates(TerminalUpdate("x", "a" * 5_000 + "failed", truncated=False))

    (item,) = newest(conversation).content
    assert item["output"] == CLIPPED_START + "a" * (LIMIT - 6) + "failed"
    assert item["truncated"]
