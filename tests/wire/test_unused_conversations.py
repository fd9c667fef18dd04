"""Conversations that nobody uses are let go from memory, and come back when somebody asks."""

from pathlib import Path

import anyio

from easel_testing.agents import scripted_agent, wait_until_gone
from easel_testing.easel import easel
from easel_testing.easel_client import EaselClient

AT_ONCE = {"pool": {"idleTtlSeconds": 0}}
WAIT_SECONDS = 20.0
POLL_SECONDS = 0.05


async def unfollowed(client: EaselClient) -> str:
    """A new conversation that the client does not open."""
    created = await client.ask("conversation/create")
    conversation_id: str = created["conversation"]["id"]
    return conversation_id


async def is_owned(client: EaselClient, conversation: str) -> bool:
    return bool((await client.ask("lease/get", conversationId=conversation)).get("lease"))


async def released(client: EaselClient, conversation: str) -> None:
    """Return when the server does not own the conversation any more."""
    with anyio.fail_after(WAIT_SECONDS):
        while True:
            if not await is_owned(client, conversation):
                return
            await anyio.sleep(POLL_SECONDS)


async def test_what_nobody_has_open_is_let_go_and_comes_back(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with easel(tmp_path, agents={"test": agent.setting}, settings=AT_ONCE) as client:
        conversation = await unfollowed(client)
        await client.prompt(conversation, "remember the milk")

        await released(client, conversation)
        await client.open(conversation)
        await client.prompt(conversation, "recall")

        assert client.text(conversation) == "the milk"
        assert await is_owned(client, conversation)


async def test_what_somebody_has_open_or_works_on_stays(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with easel(tmp_path, agents={"test": agent.setting}, settings=AT_ONCE) as client:
        followed = await client.conversation()
        await client.prompt(followed, "say one")
        busy = await unfollowed(client)
        await client.start(busy, "hang")
        unused = await unfollowed(client)

        await released(client, unused)

        await wait_until_gone(agent.journal().pids()[0])
        assert await is_owned(client, followed)
        assert await is_owned(client, busy)
        await client.act("cancel", busy)
        await released(client, busy)
