"""Telling the echo of a prompt from what a user says.

Some agents repeat the prompt to the one who wrote it, whole or in pieces, before they answer.
"""

from typing import Final

from easel_conversation.inputs import MessageChunk
from easel_conversation.state import Turn

SURE_LENGTH: Final = 16
"""Characters from which on a piece of the prompt is no coincidence."""


def is_echo(turn: Turn, chunk: MessageChunk) -> bool:
    """Whether a chunk in the user's name repeats the prompt of the turn.

    Only as long as nothing else came of the turn, and only what equals the prompt, one of its
    blocks, or a long piece of it: a short one may be anybody's word, and is better shown twice
    than lost.
    """
    if turn.message_ids or turn.tool_calls:
        return False
    text = chunk.content.get("text")
    if not isinstance(text, str):
        return chunk.content in turn.prompt
    blocks = [block["text"] for block in turn.prompt if isinstance(block.get("text"), str)]
    if turn.recap is not None:
        blocks.insert(0, turn.recap)
    whole = "".join(blocks)
    if len(text) >= SURE_LENGTH and text in whole:
        return True
    return text.strip() in {"", whole.strip(), *(block.strip() for block in blocks)}
