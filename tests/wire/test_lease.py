"""Two servers, one conversation: one owner at a time."""

from pathlib import Path

from easel_testing.agents import scripted_agent, wait_until_gone
from easel_testing.sharing import killed, server_on


async def test_a_second_server_observes_what_the_first_one_owns(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with server_on(tmp_path, agent) as first, server_on(tmp_path, agent) as second:
        conversation = await first.conversation()
        await first.prompt(conversation, "say one")

        seen = await second.open(conversation)
        refused = await second.refused(
            "conversation/prompt", conversationId=conversation, prompt="say two"
        )
        own = await second.refused("conversation/open", conversationId=conversation, mode="own")

        assert seen["access"] == "observer"
        assert second.text(conversation) == "one"
        assert (refused.code, refused.data["kind"]) == (-33013, "notOwner")
        assert (own.code, own.data["kind"]) == (-33002, "leaseHeld")
        for error in (refused, own):
            assert error.data["ownerPid"] == first.pid
            assert error.data["alive"] is True
        assert agent.journal().prompts() == ["say one"]


async def test_a_released_conversation_goes_on_in_another_server(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load")
    async with server_on(tmp_path, agent) as first, server_on(tmp_path, agent) as second:
        conversation = await first.conversation()
        await first.prompt(conversation, "say one")

        released = await first.ask("lease/release", conversationId=conversation)
        await second.open(conversation)
        await second.prompt(conversation, "say two")

        assert released["released"] is True
        assert second.text(conversation) == "onetwo"
        held = await first.ask("lease/get", conversationId=conversation)
        assert (held["lease"]["ours"], held["lease"]["ownerPid"]) == (False, second.pid)


async def test_a_conversation_whose_owner_was_killed_can_be_had_at_once(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load")
    async with server_on(tmp_path, agent) as second:
        async with server_on(tmp_path, agent) as first:
            conversation = await first.conversation()
            await first.prompt(conversation, "say one")
            await killed(first)
        await wait_until_gone(first.pid, *agent.journal().pids())

        await second.open(conversation)
        await second.prompt(conversation, "say two")

        assert second.text(conversation) == "onetwo"


async def test_an_owner_that_is_forced_out_stops_its_agent_and_writes_nothing_more(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load")
    async with (
        server_on(tmp_path, agent, ttl_seconds=1) as first,
        server_on(tmp_path, agent, ttl_seconds=1) as second,
    ):
        conversation = await first.conversation()
        await first.start(conversation, "say one\nhang")
        await first.event(conversation, "message")
        (pid,) = agent.journal().pids()

        taken = await second.ask("lease/take", conversationId=conversation, force=True)
        await wait_until_gone(pid)
        await second.open(conversation)

        assert taken["lease"]["ours"] is True
        ended = await second.event(conversation, "turnEnded")
        assert ended["reason"] == "orphaned"
        assert len(second.of_type(conversation, "turnEnded")) == 1
        refused = await first.refused(
            "conversation/prompt", conversationId=conversation, prompt="say two"
        )
        assert refused.data["kind"] == "notOwner"
