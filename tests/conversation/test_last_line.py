"""The last line that was said, for lists."""

from hypothesis import given
from hypothesis import strategies as st

from easel_conversation.glance import glance_at
from easel_conversation.ids import ToolCallId
from easel_conversation.inputs import MessageChunk, PlanUpdate, ToolCallUpdate
from easel_testing.conversation_driver import Driver, running, warm

PIECES = st.lists(
    st.sampled_from(["a", "b c", "\n", "**", "`", "-", "#", " ", "|", "x" * 300, "\n```\n"]),
    max_size=12,
)


def line_of(conversation: Driver) -> str | None:
    return glance_at(conversation.state).last_line


def after(answer: str) -> str | None:
    conversation, _ = running()
    conversation.agent_says(answer)
    return line_of(conversation)


def test_nothing_was_said_in_a_new_conversation() -> None:
    assert line_of(Driver()) is None


def test_a_prompt_is_the_last_word_until_the_agent_says_something() -> None:
    conversation = warm()

    conversation.prompt("Count\n to three, *please*")
    assert line_of(conversation) == "Count to three, please"

    conversation.agent_says("One.\n\nTwo")
    assert line_of(conversation) == "Two"
    conversation.agent_says(" and")
    conversation.agent_says(" three.\n")
    assert line_of(conversation) == "Two and three."


def test_what_the_agent_thinks_and_does_is_nothing_said() -> None:
    conversation, _ = running()
    conversation.agent_says("I look.")

    conversation.agent_updates(
        MessageChunk("thought", {"type": "text", "text": "Hm."}, None),
        ToolCallUpdate(ToolCallId("t"), created=True, title="Read"),
        PlanUpdate(()),
        MessageChunk("assistant", {"type": "image", "data": "", "mimeType": "image/png"}, None),
    )

    assert line_of(conversation) == "I look."


def test_text_behind_a_tool_call_begins_a_line_of_its_own() -> None:
    conversation, _ = running()
    conversation.agent_says("I look.")
    conversation.agent_calls_tool("t")
    conversation.agent_says("Found it.")

    assert line_of(conversation) == "Found it."


def test_marks_of_markdown_are_left_out() -> None:
    assert after("# A **bold** _start_") == "A bold start"
    assert after("> - [x] see [the docs](https://example.org/a) and ~~not~~ this") == (
        "see the docs and not this"
    )
    assert after("call `__init__` of snake_case_names, 2 * 3 * 4") == (
        "call __init__ of snake_case_names, 2 * 3 * 4"
    )
    assert after("| one | two |\n|---|---|\n") == "one | two"
    assert after("Done:\n```python\nprint(1)\n```\n\n---\n") == "print(1)"


def test_what_would_confuse_a_terminal_or_a_reader_is_left_out() -> None:
    assert after("a\x1b[31mb\tc\u202ed") == "a [31mb c d"


def test_a_long_line_is_cut_with_a_mark() -> None:
    line = after("long " * 1_000)

    assert line is not None
    assert len(line) == 200
    assert line.endswith("…")


@given(PIECES)
def test_it_is_the_same_however_the_text_is_cut(pieces: list[str]) -> None:
    conversation, _ = running()
    for piece in pieces:
        conversation.agent_says(piece, message_id="m")

    whole, _ = running()
    whole.agent_says("".join(pieces), message_id="m")

    assert conversation.state.last_words == whole.state.last_words
