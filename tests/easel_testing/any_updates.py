"""Whatever an agent may tell, for tests that try everything."""

from hypothesis import strategies as st

from easel_conversation.ids import ToolCallId
from easel_conversation.inputs import (
    AgentNotice,
    AgentUpdate,
    MessageChunk,
    PlanUpdate,
    SessionMetadata,
    TerminalUpdate,
    ToolCallUpdate,
    UnknownUpdate,
)
from easel_conversation.values import Cost, Usage

TOOLS = [ToolCallId("a"), ToolCallId("b")]
texts = st.sampled_from(["", "hello", "ha", "a longer piece of text"])
tools = st.sampled_from(TOOLS)
levels = st.sampled_from([None, 0, 7, 1_000, -5])
amounts = st.sampled_from([0.0, 1.5, -1.0, float("nan"), float("inf")])

tool_calls = st.builds(
    ToolCallUpdate,
    tools,
    st.booleans(),
    title=st.sampled_from([None, "Run tests"]),
    status=st.sampled_from(
        [None, "pending", "in_progress", "completed", "failed", "cancelled", "odd"]
    ),
    content=st.sampled_from([None, (), ({"type": "terminal", "terminalId": "x"},)]),
)
updates: st.SearchStrategy[AgentUpdate] = st.one_of(
    st.builds(
        MessageChunk,
        st.sampled_from(["assistant", "user", "thought"]),
        st.one_of(
            texts.map(lambda t: {"type": "text", "text": t}),
            st.just({"type": "image", "data": "aaaa"}),
        ),
        st.sampled_from([None, "m1", "m2"]),
    ),
    tool_calls,
    st.builds(TerminalUpdate, st.just("x"), texts, st.booleans()),
    st.just(PlanUpdate(({"content": "step", "status": "pending"},))),
    st.builds(
        SessionMetadata,
        title=st.sampled_from([None, "A title"]),
        current_mode_id=st.sampled_from([None, "code"]),
        usage=st.none()
        | st.builds(
            Usage,
            context_used=levels,
            cost=st.builds(Cost, amount=amounts, currency=st.just("EUR")),
        ),
    ),
    st.just(AgentNotice("warning", "careful")),
    st.just(UnknownUpdate({"sessionUpdate": "of_tomorrow"})),
)
usages = st.none() | st.builds(Usage, input_tokens=levels, output_tokens=levels)
