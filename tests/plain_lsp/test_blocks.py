"""What happens in a conversation becomes blocks of Markdown."""

from hypothesis import given
from hypothesis import strategies as st

from easel_conversation.events import Event, Message, PermissionRequested, ToolCallChanged
from easel_conversation.events import PermissionResolved as Resolved
from easel_conversation.ids import MessageId, PermissionId, ToolCallId, TurnId
from easel_conversation.values import ToolCall, ToolCallStatus
from easel_server.plain_lsp.blocks import HEADING, Blocks, readable


def said(text: str, message: str = "m") -> Event:
    content = {"type": "text", "text": text}
    return Message(message_id=MessageId(message), role="assistant", content=content, append=True)


def call(status: ToolCallStatus) -> ToolCall:
    return ToolCall(tool_call_id=ToolCallId("t"), title="Grep", kind="search", status=status)


def tool(status: ToolCallStatus) -> Event:
    return ToolCallChanged(turn_id=TurnId("1"), tool_call=call(status))


def texts(*events: Event) -> list[str]:
    blocks = Blocks("test")
    for event in events:
        blocks.add(event)
    return [block.text for block in blocks.all]


def test_a_tool_call_is_one_line_that_changes_in_place() -> None:
    assert texts(said("a"), tool("pending"), said("b"), tool("completed")) == [
        "a",
        "- Grep (done)",
        "b",
    ]


def test_a_question_lists_its_choices_until_it_is_answered() -> None:
    options = ({"optionId": "x", "name": "Yes"}, {"optionId": "y", "name": "No"})
    asked = PermissionRequested(
        permission_id=PermissionId("p"), tool_call=call("pending"), options=options
    )
    outcome = {"outcome": "selected", "optionId": "y"}
    answered = Resolved(permission_id=PermissionId("p"), outcome=outcome, by="me")

    assert texts(asked) == ["> **test asks: Grep**\n> 1. Yes\n> 2. No"]
    assert texts(asked, answered) == ["> test asks: Grep **No**"]


@given(st.text(alphabet="#  YouAgent:\n\tx"), st.integers(0, 30))
def test_text_of_an_agent_only_grows_and_never_is_a_heading(text: str, cut: int) -> None:
    whole = readable(text, final=True)
    begin = readable(text[:cut], final=False)

    assert whole.startswith(begin)
    assert not HEADING.search(whole)
    assert whole.replace("\\", "") == text


def test_a_heading_of_the_chat_in_an_answer_is_escaped() -> None:
    assert (
        readable("## You\n## Your\n## Agent: x", final=True) == "\\## You\n## Your\n\\## Agent: x"
    )
