"""Plays a story: sends what the client says in it, and writes down what the server says."""

from collections.abc import Callable
from typing import Any

import anyio
from msgspec.structs import replace

from easel_server.io import jsonrpc
from easel_server.io.channel import MessageChannel
from easel_server.protocol.generate.exchange.names import Names
from easel_server.protocol.generate.exchange.story import (
    Chapter,
    Condition,
    Message,
    Step,
    Story,
)
from easel_server.protocol.generate.exchange.timeline import merged
from easel_server.protocol.generate.exchange.transcript import Said, Transcript, events_of

WAIT_SECONDS = 20.0
"""A guard against a hang."""


class StoryStuck(Exception):
    """What a step waits for does not come."""


async def play(story: Story, channel: MessageChannel, names: Names) -> Story:
    """Play all chapters; returns the story as it went this time.

    Raises:
        StoryStuck: the server did not say what a step waits for.
    """
    player = _Player(channel, Transcript(names))
    played = []
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(player.listen)
        for chapter in story.chapters:
            said = await player.play(chapter)
            played.append((chapter, said))
        tasks.cancel_scope.cancel()
    chapters = (
        replace(chapter, steps=player.transcript.canonical(chapter, said))
        for chapter, said in played
    )
    return replace(story, chapters=tuple(chapters))


class _Player:
    def __init__(self, channel: MessageChannel, transcript: Transcript) -> None:
        self.transcript = transcript
        self._channel = channel
        self._said: list[Said] = []
        self._unanswered: set[int] = set()
        self._events: list[Message] = []
        self._messages: list[Message] = []
        self._news = anyio.Event()

    async def listen(self) -> None:
        """Write down what the server says."""
        async for body in self._channel:
            assert isinstance(body, bytes)
            message = jsonrpc.decode(body)
            self._said.append(Said(message))
            self.transcript.received(message)
            self._unanswered.discard(message.get("id", 0))
            self._messages.append(message)
            self._events = merged([*self._events, *events_of(message)])
            self._news.set()
            self._news = anyio.Event()

    async def play(self, chapter: Chapter) -> list[Said]:
        """Play one chapter."""
        for step in chapter.steps:
            if step.send is not None:
                await self._wait(step.when, f"{chapter.name}: {step.send.get('method')}")
                self._send(step)
        if chapter.until is not None:
            await self._wait(chapter.until, f"{chapter.name}: its end")
        await self._wait(None, f"{chapter.name}: its end")
        said, self._said = self._said, []
        return said

    def _send(self, step: Step) -> None:
        assert step.send is not None
        message = self.transcript.real(step.send)
        self.transcript.sent(message)
        self._said.append(Said(message, step))
        if "method" in message and "id" in message:
            self._unanswered.add(message["id"])
        self._channel.send(jsonrpc.encode({"jsonrpc": jsonrpc.VERSION, **message}))

    async def _wait(self, condition: Condition | None, where: str) -> None:
        met = self._test_of(condition)
        with anyio.move_on_after(WAIT_SECONDS):
            while not met():
                await self._news.wait()
            return
        heard = [one.message.get("method") or one.message["id"] for one in self._said]
        raise StoryStuck(f"{where} waits for {condition or 'all answers'}; so far: {heard}")

    def _test_of(self, condition: Condition | None) -> Callable[[], bool]:
        match condition:
            case None:
                return lambda: not self._unanswered
            case Condition(answered=int(request)):
                return lambda: request not in self._unanswered
            case Condition(event=dict(wanted)):
                return lambda: _take(self._events, self.transcript.names.real(wanted))
            case Condition(message=dict(wanted)):
                return lambda: _take(self._messages, self.transcript.names.real(wanted))
        raise ValueError("a condition says what to wait for")


def _take(seen: list[Message], wanted: Message) -> bool:
    """Find the first that has the wanted members; it and those before it are done with."""
    for index, one in enumerate(seen):
        if has(one, wanted):
            del seen[: index + 1]
            return True
    return False


def has(value: Any, wanted: Any) -> bool:
    """Whether `value` has all that `wanted` has, at any depth; `…` is any value."""
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(has(value.get(k), v) for k, v in wanted.items())
    if isinstance(wanted, list):
        pairs = zip(value, wanted, strict=False) if isinstance(value, list) else ()
        return [has(one, other) for one, other in pairs] == [True] * len(wanted)
    return value is not None if wanted == "…" else bool(value == wanted)
