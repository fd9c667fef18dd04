"""Chunks without text, which some agents send for what they put beside it."""

from easel_acp.worker.updates import to_agent_update
from easel_conversation.inputs import MessageChunk, SessionMetadata
from easel_conversation.values import Usage

EMPTY = {"sessionUpdate": "agent_message_chunk", "content": {"type": "text", "text": ""}}


def test_a_chunk_without_text_is_no_piece_of_a_message() -> None:
    assert to_agent_update(EMPTY) == SessionMetadata()


def test_the_usage_beside_it_is_taken() -> None:
    usage = {"inputTokens": 100, "outputTokens": 20, "thoughtTokens": 0}
    told = to_agent_update({**EMPTY, "_meta": {"usage": usage}})
    assert told == SessionMetadata(usage=Usage(input_tokens=100, output_tokens=20))


def test_a_chunk_of_white_space_is_a_piece_of_a_message() -> None:
    content = {"type": "text", "text": "\n"}
    assert to_agent_update({**EMPTY, "content": content}) == MessageChunk("assistant", content)
