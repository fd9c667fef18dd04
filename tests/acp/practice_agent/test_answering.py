"""The pure parts of an answer: chunks, commands, titles, edits, permissions, transcripts."""

from typing import Any, Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.practice_agent.chunking import chunks
from easel_acp.practice_agent.commands.edit import EditRequest, parse_edit
from easel_acp.practice_agent.commands.invocation import Invocation, find_invocation
from easel_acp.practice_agent.commands.table import COMMANDS
from easel_acp.practice_agent.permissions import Decision, decide
from easel_acp.practice_agent.prompt import TITLE_CHARS, title_of
from easel_acp.practice_agent.store import Action, ModeId
from easel_acp.practice_agent.transcript import CUT_MARKER, MAX_MESSAGE_CHARS, Transcript


@given(st.text())
def test_chunks_join_to_the_text_and_none_is_empty(text: str) -> None:
    pieces = list(chunks(text))
    assert "".join(pieces) == text
    assert all(pieces)


def test_chunks_are_of_the_size_of_a_few_words() -> None:
    assert max(map(len, chunks("word " * 100 + "x" * 1000))) <= 100


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/plan", "plan", ""),
        ("/edit  a.txt tea\nand milk ", "edit", "a.txt tea\nand milk"),
        ("help", "help", ""),
        ("What can I type?", "help", ""),
        ("Please make a plan.", "plan", ""),
        ("run ls -l | wc", "run", "ls -l | wc"),
        ("Edit the file notes.md.", "edit", "notes.md"),
        ("ask me something", "ask", ""),
        ("think about tea", "think", "about tea"),
        ("remember that tea is green", "remember", "tea is green"),
        ("What did I say first?", "recall", ""),
        ("write a very long answer", "long", ""),
    ],
)
def test_commands_are_found_in_slashes_and_plain_words(text: str, name: str, argument: str) -> None:
    found = find_invocation(text, COMMANDS)
    assert found is not None
    assert found.name == name
    assert argument.endswith(found.argument)


@pytest.mark.parametrize(
    "text",
    ["", "hello", "/", "/nonsense", "/Plan", "/etc/hosts", "What is a plan?", "edit my text"],
)
def test_everything_else_is_no_command(text: str) -> None:
    assert find_invocation(text, COMMANDS) is None


@given(st.text() | st.text().map(lambda text: f"/{text}"))
def test_any_text_is_a_command_or_not(text: str) -> None:
    found = find_invocation(text, COMMANDS)
    assert found is None or found == Invocation(found.name, found.argument.strip())


@given(st.text())
def test_a_title_is_one_short_line(text: str) -> None:
    title = title_of(text)
    assert 0 < len(title) <= TITLE_CHARS
    assert title.splitlines() == [title]


@pytest.mark.parametrize(
    ("argument", "request_"),
    [
        ("", EditRequest("practice-notes.md", None, "The practice agent was here.")),
        ("a.txt", EditRequest("a.txt", None, "The practice agent was here.")),
        ("a.txt buy tea", EditRequest("a.txt", None, "buy tea")),
        ("a.txt green tea -> black tea", EditRequest("a.txt", "green tea", "black tea")),
        ("a.txt tea -> ", EditRequest("a.txt", None, "tea ->")),
    ],
)
def test_an_edit_is_read_from_its_argument(argument: str, request_: EditRequest) -> None:
    assert parse_edit(argument) == request_


@given(st.text(), st.text())
def test_appending_keeps_what_was_there(text: str, line: str) -> None:
    edited = EditRequest("a", None, line).apply(text)
    assert edited is not None
    assert edited.startswith(text)
    assert edited.endswith(f"{line}\n")


@pytest.mark.parametrize("mode", get_args(ModeId))
@pytest.mark.parametrize("action", get_args(Action))
@pytest.mark.parametrize("always", [None, "allow", "reject"])
def test_who_decides(
    mode: ModeId, action: Action, always: Literal["allow", "reject"] | None
) -> None:
    decision = decide(mode, action, {action: always} if always else {})
    expected: Decision
    if mode == "read-only":
        expected = "reject"
    elif always:
        expected = always
    else:
        expected = "allow" if (mode, action) == ("auto-edit", "edit") else "ask"
    assert decision == expected


def chunk(text: str, message: str = "m") -> dict[str, Any]:
    content = {"type": "text", "text": text}
    return {"sessionUpdate": "agent_message_chunk", "messageId": message, "content": content}


@given(st.lists(st.tuples(st.sampled_from("ab"), st.text(max_size=5)), max_size=20))
def test_a_transcript_joins_the_chunks_of_each_message(pieces: list[tuple[str, str]]) -> None:
    transcript = Transcript()
    for message, text in pieces:
        transcript.add(chunk(text, message))
    joined = {u["messageId"]: u["content"]["text"] for u in transcript.updates()}
    assert joined == {
        message: "".join(text for other, text in pieces if other == message)
        for message, _ in pieces
    }


def test_a_transcript_keeps_the_last_state_of_a_tool_call_and_of_the_plan() -> None:
    transcript = Transcript()
    for update in (
        {"sessionUpdate": "tool_call", "toolCallId": "t", "title": "T", "status": "pending"},
        {"sessionUpdate": "plan", "entries": [1]},
        chunk("tea"),
        {"sessionUpdate": "tool_call_update", "toolCallId": "t", "status": "in_progress"},
        {"sessionUpdate": "plan", "entries": [2]},
        {"sessionUpdate": "usage_update", "used": 1, "size": 2},
    ):
        transcript.add(update)
    assert transcript.open_tool_calls() == ["t"]
    assert transcript.updates() == [
        {"sessionUpdate": "tool_call", "toolCallId": "t", "title": "T", "status": "in_progress"},
        {"sessionUpdate": "plan", "entries": [2]},
        chunk("tea"),
    ]


def test_a_message_without_end_is_kept_up_to_a_limit() -> None:
    transcript = Transcript()
    for _ in range(5):
        transcript.add(chunk("x" * (MAX_MESSAGE_CHARS // 4 + 1)))
    (message,) = transcript.updates()
    assert message["content"]["text"] == "x" * MAX_MESSAGE_CHARS + CUT_MARKER
