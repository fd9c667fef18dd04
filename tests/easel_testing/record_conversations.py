"""Records the fixtures of conversations on the real server.

`PYTHONPATH=tests python -m easel_testing.record_conversations`
"""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import anyio
import msgspec

from easel_conversation.events import Event
from easel_testing.agents import scripted_agent
from easel_testing.conversation_fixtures import FOLDER, outcome
from easel_testing.easel import easel
from easel_testing.easel_client import EaselClient

Story = Callable[[EaselClient, str], Awaitable[Any]]
STORIES: dict[str, Story] = {}
PROJECT = "/home/you/project"
TIME = re.compile(rb'"at":"[^"]+"')


def story(function: Story) -> Story:
    """Tells one fixture; its name is that of the function."""
    STORIES[function.__name__.replace("_", "-")] = function
    return function


@story
async def an_answer(client: EaselClient, conversation: str) -> None:
    await client.prompt(conversation, "think first\nsay Hello \nsay you.\nusage used=10 size=100")


@story
async def a_plan_and_tool_calls(client: EaselClient, conversation: str) -> None:
    await client.prompt(
        conversation,
        "plan in_progress Look | pending Sum up\n"
        "tool one title=Look kind=read path=notes.md\n"
        "tool-update one status=in_progress\n"
        "tool two kind=edit\n"
        "diff two path=notes.md old=a new=b\n"
        "tool-update one status=completed text=found\n"
        "plan completed Look | completed Sum up\n"
        "say done",
    )


@story
async def two_open_questions(client: EaselClient, conversation: str) -> None:
    await client.start(
        conversation,
        "nowait permission a title=First yes:allow_once no:reject_once\n"
        "nowait permission b title=Second yes:allow_once no:reject_once\n"
        "nowait elicit Your name?\n"
        "await a\nawait b",
    )
    first = await client.event(conversation, "permissionRequested")
    await client.event(conversation, "elicitationRequested")
    await client.ask(
        "permission/respond",
        conversationId=conversation,
        permissionId=first["permissionId"],
        optionId="yes",
    )
    await client.event(conversation, "permissionResolved")


@story
async def a_stop_with_prompts_that_wait(client: EaselClient, conversation: str) -> None:
    await client.start(conversation, "say working\ntool t status=in_progress\nhang")
    await client.event(conversation, "toolCall")
    one = await client.start(conversation, "say one")
    two = await client.start(conversation, "say two")
    await client.start(conversation, "say three")
    await client.act("queue/edit", conversation, turnId=one, prompt="say one and a half")
    await client.act("queue/reorder", conversation, turnIds=[two, one])
    await client.act("queue/drop", conversation, turnId=one)
    await client.act("cancel", conversation)
    await client.info(conversation, executionStatus="idle")


@story
async def a_crash(client: EaselClient, conversation: str) -> None:
    await client.prompt(conversation, "tool t status=in_progress\nstderr oh no\nexit 3")
    await client.info(conversation, processStatus="crashed")


@story
async def a_session_restored_after_a_pause(client: EaselClient, conversation: str) -> None:
    await client.prompt(conversation, "say before")
    await client.act("pause", conversation)
    await client.prompt(conversation, "say after")


@story
async def what_nobody_knows(client: EaselClient, conversation: str) -> None:
    await client.prompt(conversation, 'update {"sessionUpdate": "weather", "sky": "blue"}\nsay hm')


async def record(name: str, tell: Story) -> None:
    """Tell a story to a server of its own and write down what it answered."""
    with TemporaryDirectory() as scratch:
        agent = scripted_agent(Path(scratch) / "agent")
        async with easel(Path(scratch), agents={"test": agent.setting}) as client:
            conversation = await client.conversation(agent="test")
            await tell(client, conversation)
            told = client.events[conversation]
            write(name, told, scratch)


def write(name: str, told: list[dict[str, Any]], scratch: str) -> None:
    """Write a fixture, without what is different on every machine."""
    raw = msgspec.json.encode(told).replace(scratch.encode(), PROJECT.encode())
    raw = TIME.sub(b'"at":"2026-01-01T12:00:00.000Z"', raw)
    events = msgspec.json.decode(raw, type=tuple[Event, ...])
    fixture = {"events": msgspec.json.decode(raw), "expect": outcome(events)}
    text = msgspec.json.format(msgspec.json.encode(fixture), indent=2)
    (FOLDER / f"{name}.json").write_bytes(text + b"\n")


async def main() -> None:
    """Record all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, tell in STORIES.items():
        with anyio.fail_after(60):
            await record(name, tell)


if __name__ == "__main__":
    anyio.run(main)
