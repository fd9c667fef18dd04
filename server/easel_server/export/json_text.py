"""A conversation as JSON: what is known of it, and its events as the wire has them. Pure."""

from collections.abc import Iterator

import msgspec

from easel_conversation.events import Event
from easel_server.protocol.shapes import ConversationInfo

_encoder = msgspec.json.Encoder()


def json_text(info: ConversationInfo, events: Iterator[Event]) -> Iterator[str]:
    """The pieces of `{"conversation": ConversationInfo, "events": [Event]}`, an event a line."""
    yield f'{{"conversation":{_encoder.encode(info).decode()},\n"events":['
    separator = "\n"
    for event in events:
        yield separator + _encoder.encode(event).decode()
        separator = ",\n"
    yield "\n]}\n"
