"""The examples of the documentation are what the real server says."""

from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import jsonschema
import pytest

from easel_server.io import jsonrpc
from easel_server.io.channel import Incoming, MessageChannel
from easel_server.protocol.generate.contract import read_contract
from easel_server.protocol.generate.exchange.facts import facts_of, told_at_will
from easel_server.protocol.generate.exchange.player import play
from easel_server.protocol.generate.exchange.server import real_server
from easel_server.protocol.generate.exchange.story import Message, Story, read_stories
from easel_server.protocol.generate.json_schema import protocol_schema
from easel_server.protocol.methods import NOTIFICATIONS, REQUESTS, TO_EDITOR

STORIES = read_stories()


@pytest.mark.parametrize("name", STORIES)
async def test_a_real_server_says_what_the_examples_show(name: str) -> None:
    story = STORIES[name]
    async with real_server(story) as (channel, names):
        tap = Tap(channel)
        replayed = await play(story, tap, names)

    assert facts_of(replayed) == facts_of(story), "run `make record` if this is how it shall be"
    assert told_at_will(replayed) == told_at_will(story)
    check_against_the_schema(tap.sent, tap.received)


def test_every_request_occurs_in_an_example() -> None:
    shown = {message.get("method") for story in STORIES.values() for message in sent_in(story)}
    assert shown >= REQUESTS.keys()


def sent_in(story: Story) -> list[Message]:
    steps = (step for chapter in story.chapters for step in chapter.steps)
    return [step.send for step in steps if step.send is not None]


class Tap:
    """A channel that keeps what went through it."""

    def __init__(self, channel: MessageChannel) -> None:
        self._channel = channel
        self.sent: list[Message] = []
        self.received: list[Message] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)

    def send(self, body: bytes) -> None:
        self.sent.append(jsonrpc.decode(body))
        self._channel.send(body)

    async def __aiter__(self) -> AsyncIterator[Incoming]:
        async for body in self._channel:
            if isinstance(body, bytes):
                self.received.append(jsonrpc.decode(body))
            yield body


def check_against_the_schema(sent: list[Message], received: list[Message]) -> None:
    methods = {
        message["id"]: message["method"] for message in sent if {"id", "method"} <= message.keys()
    }
    for message in received:
        method = message.get("method") or methods[message["id"]]
        if method in NOTIFICATIONS:
            check(message["params"], NOTIFICATIONS[method].params)
        elif "method" in message and method in TO_EDITOR:
            check(message["params"], TO_EDITOR[method].params)
        elif method in REQUESTS and "result" in message:
            check(message["result"], REQUESTS[method].result)


def check(value: Any, type_: type) -> None:
    validator(type_.__name__).validate(value)


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = protocol_schema(read_contract()) | {"$ref": f"#/$defs/{name}"}
    return jsonschema.Draft202012Validator(schema)
