"""Text: the rows D of the scenarios, as decisions."""

from copy import deepcopy

import pytest

from easel_conversation.decide.agent_output import TRUNCATED
from easel_conversation.events import Message, Unknown
from easel_conversation.inputs import MessageChunk, SessionMetadata, UnknownUpdate
from easel_conversation.policy import Policy
from easel_testing.conversation_driver import as_json, running, warm


def chunk(words: str, message_id: str | None = None) -> MessageChunk:
    return MessageChunk("assistant", {"type": "text", "text": words}, message_id)


def test_d1_d2_the_text_is_what_came_in_the_order_in_which_it_came() -> None:
    conversation, turn = running()
    pieces = [f"{n} " for n in range(300)]

    for piece in pieces:
        conversation.agent_says(piece)
    conversation.agent_answers()

    assert conversation.text_of(turn) == "".join(pieces)


def test_d3_chunks_of_one_batch_are_one_event_and_stay_before_what_follows_them() -> None:
    conversation, _ = running()

    conversation.agent_updates(
        chunk("a"), chunk("b"), SessionMetadata(title="Now"), chunk("c"), chunk("d")
    )

    texts = [e.content["text"] for e in conversation.events if isinstance(e, Message)]
    assert texts == ["ab", "cd"]


def test_d4_repeated_text_is_kept() -> None:
    conversation, turn = running()

    conversation.agent_says("ha")
    conversation.agent_says("ha")
    conversation.agent_updates(chunk("ha"), chunk("ha"))

    assert conversation.text_of(turn) == "hahahaha"


def test_d5_what_follows_a_joined_chunk_continues_the_same_message() -> None:
    conversation, _ = running()

    conversation.agent_updates(chunk("a", "m"), chunk("b", "m"))
    conversation.agent_says("c", message_id="m")

    first, second = conversation.events_of(Message)
    assert first.message_id == second.message_id
    assert (first.append, second.append) == (False, True)


@pytest.mark.parametrize(
    "pieces",
    [
        ["Please sort the imports of every module."],
        ["Please sort the ", "imports of every module."],
        ["Please sort the imports of every module.\n"],
    ],
)
def test_d6_an_echo_of_the_prompt_is_not_shown_twice(pieces: list[str]) -> None:
    conversation = warm()
    conversation.prompt("Please sort the imports of every module.")

    for piece in pieces:
        conversation.agent_says(piece, role="user")

    assert conversation.events_of(Message) == []


def test_d6_an_echo_in_small_pieces_that_come_together_is_not_shown_twice() -> None:
    conversation, _ = running()

    chunks = [MessageChunk("user", {"type": "text", "text": part}) for part in ("hel", "lo")]
    conversation.agent_updates(*chunks)

    assert conversation.events_of(Message) == []


@pytest.mark.parametrize("words", ["Expanded from /review", "a", "Please", "module"])
def test_d6_other_words_of_a_user_are_shown_even_if_the_prompt_has_them(words: str) -> None:
    conversation = warm()
    conversation.prompt("Please sort the imports of every module, in a row.")

    conversation.agent_says(words, role="user")

    (message,) = conversation.events_of(Message)
    assert (message.role, message.content["text"]) == ("user", words)


def test_d6_the_words_of_the_prompt_are_no_echo_once_the_agent_has_answered() -> None:
    conversation, _ = running()
    conversation.agent_says("Did you say:")

    conversation.agent_says("hello", role="user")

    assert [message.role for message in conversation.events_of(Message)] == ["assistant", "user"]


def test_d10_text_over_the_cap_ends_with_one_marker_and_is_stored_as_shown() -> None:
    conversation, turn = running(Policy(max_turn_text=10))

    conversation.agent_says("0123456")
    conversation.agent_says("789abcdef")
    conversation.agent_says("and so on")

    assert conversation.text_of(turn) == "0123456789" + TRUNCATED
    conversation.agent_answers()
    conversation.prompt()
    conversation.agent_says("new turn")
    assert conversation.state.turn is not None
    assert conversation.text_of(conversation.state.turn.id) == "new turn"


def test_d10_what_comes_after_the_end_of_a_turn_is_capped_with_it() -> None:
    conversation, turn = running(Policy(max_turn_text=10))
    conversation.agent_says("01234", message_id="m")
    conversation.agent_answers()

    for _ in range(3):
        conversation.agent_says("56789abc", message_id="m")

    assert conversation.text_of(turn) == "0123456789" + TRUNCATED


def test_d13_an_event_never_changes_after_it_was_told() -> None:
    conversation, _ = running()
    conversation.agent_calls_tool("tool", "pending", created=True, title="Run")
    conversation.agent_asks("tool")
    told = list(conversation.log)
    as_told = deepcopy(as_json(told))

    conversation.agent_says("more")
    conversation.agent_calls_tool("tool", "completed")
    conversation.stop()
    conversation.agent_answers("cancelled")

    assert as_json(told) == as_told


def test_thoughts_and_words_are_different_messages() -> None:
    conversation, _ = running()

    conversation.agent_says("hm", role="thought")
    conversation.agent_says("yes")
    conversation.agent_says("!", role="assistant")

    ids = [message.message_id for message in conversation.events_of(Message)]
    assert ids[0] != ids[1]
    assert ids[1] == ids[2]


def test_a_tool_call_ends_a_message_that_has_no_id() -> None:
    conversation, _ = running()

    conversation.agent_says("Let me look.")
    conversation.agent_calls_tool("tool", "completed", created=True)
    conversation.agent_says("Found it.")

    ids = [message.message_id for message in conversation.events_of(Message)]
    assert ids[0] != ids[1]


def test_a_new_process_may_count_its_messages_from_one_again() -> None:
    conversation, first = running()
    conversation.agent_says("first", message_id="1")
    conversation.agent_crashes()
    second = conversation.prompt()
    conversation.agent_starts()

    conversation.agent_says("second", message_id="1")

    assert (conversation.text_of(first), conversation.text_of(second)) == ("first", "second")


def test_an_update_of_tomorrow_is_shown_and_starts_nothing() -> None:
    conversation = warm()

    conversation.agent_updates(UnknownUpdate({"sessionUpdate": "of_tomorrow", "x": 1}))

    (unknown,) = conversation.events_of(Unknown)
    assert unknown.update == {"sessionUpdate": "of_tomorrow", "x": 1}
    assert conversation.state.turn is None
