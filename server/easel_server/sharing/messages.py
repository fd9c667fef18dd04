"""What one server says to another about a conversation: a line of JSON each."""

from typing import Literal

import msgspec

from easel_conversation.ids import ConversationId

MOST_BYTES = 4096

Reply = Literal["going", "yielded", "busy", "unknown"]
"""`going`: it will be `yielded` soon. `busy`: not now. `unknown`: I do not have it (any more)."""


class Ask(msgspec.Struct, frozen=True, rename="camel"):
    """Let me have this conversation, which you own by this claim.

    `token`: shows that the asker may read the files of the lease, where the way is open to others.
    `force`: even if you are at work.
    """

    conversation_id: ConversationId
    owner_instance_id: str
    generation: int
    force: bool
    token: str = ""


class Answer(msgspec.Struct, frozen=True, rename="camel"):
    """What becomes of it. After `yielded` the owner waits for the asker to take it and hang up."""

    reply: Reply


_asks = msgspec.json.Decoder(Ask)
_answers = msgspec.json.Decoder(Answer)


def encode(message: Ask | Answer) -> bytes:
    """The line."""
    return msgspec.json.encode(message) + b"\n"


def decode_ask(line: bytes) -> Ask:
    """The inverse of `encode`.

    Raises:
        msgspec.DecodeError, ValueError: the line says something else.
    """
    return _asks.decode(line)


def decode_answer(line: bytes) -> Answer:
    """The inverse of `encode`.

    Raises:
        msgspec.DecodeError, ValueError: the line says something else.
    """
    return _answers.decode(line)
