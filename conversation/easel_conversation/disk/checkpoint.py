"""`checkpoint.json`: the state at some event, so that a start need not fold what came before."""

from typing import Final

import msgspec

from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.kept_canvas import KeptCanvas
from easel_conversation.state import (
    AgentSession,
    Cancelling,
    ConversationState,
    EndedTurn,
    LastWords,
    OpenMessage,
    QueuedPrompt,
    Turn,
)

VERSION: Final = 1
"""To be raised when the same events are folded into another state of the same shape."""
_PARTS: Final = (
    ConversationState,
    Turn,
    EndedTurn,
    QueuedPrompt,
    AgentSession,
    Cancelling,
    OpenMessage,
    KeptCanvas,
    LastWords,
)
SHAPE: Final = f"{VERSION} " + " ".join(
    f"{part.__name__}({','.join(part.__struct_fields__)})" for part in _PARTS
)
"""What a state consists of. One of another shape is of no use."""


class _Checkpoint(msgspec.Struct):
    shape: str
    state: msgspec.Raw


_state_decoder = msgspec.json.Decoder(ConversationState)
_decoder = msgspec.json.Decoder(_Checkpoint)


def encode_checkpoint(state: ConversationState) -> bytes:
    """The content of the file."""
    return msgspec.json.encode({"shape": SHAPE, "state": state})


def read_checkpoint(folder: ConversationFolder) -> ConversationState | None:
    """The state that was saved; None if there is none of use. Blocks.

    Raises:
        OSError: there is one, and the disk does not give it.
    """
    try:
        saved = _decoder.decode(folder.checkpoint.read_bytes())
        state = _state_decoder.decode(saved.state) if saved.shape == SHAPE else None
    except (FileNotFoundError, msgspec.DecodeError, ValueError, RecursionError):
        return None
    return state if state is not None and state.id == folder.id else None
