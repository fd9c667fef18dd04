"""Which agent processes are kept, replaced, or up before they are needed (scenarios W16, W23)."""

from pathlib import Path

import anyio

from easel_testing.agents import scripted_agent, wait_until_gone
from easel_testing.easel import easel


async def test_w16_the_longest_idle_agent_makes_way_and_its_session_is_restored(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load,resume")
    settings = {"pool": {"maxIdle": 1}}
    async with easel(tmp_path, agents={"test": agent.setting}, settings=settings) as client:
        first = await client.conversation()
        await client.prompt(first, "say one")
        first_pid = agent.journal().pids()[0]
        second = await client.conversation()
        await client.prompt(second, "say two")

        await wait_until_gone(first_pid)
        await client.info(first, processStatus="none")
        assert client.infos[second]["processStatus"] == "ready"

        result = await client.prompt(first, "say again")

        assert result["endReason"] == "completed"
        assert client.infos[first]["memory"] == "resumed"
        assert len(agent.journal().received("session/resume")) == 1


async def test_w23_an_agent_with_another_command_is_started_anew_before_the_next_prompt(
    tmp_path: Path,
) -> None:
    before = scripted_agent(tmp_path / "agent", features="load")
    after = scripted_agent(tmp_path / "agent", features="load", env={"COLOUR": "green"})
    async with easel(tmp_path, agents={"test": before.setting}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say one")
        (old_pid,) = before.journal().pids()

        client.notify(
            "workspace/didChangeConfiguration",
            {"settings": {"easel": {"agents": {"test": after.setting}}}},
        )
        await wait_until_gone(old_pid)
        await client.prompt(conversation, "say two")

        assert client.text(conversation) == "onetwo"
        assert client.infos[conversation]["memory"] == "resumed"
        assert len(before.journal().pids()) == 2


async def test_w23_what_waits_during_a_turn_goes_to_a_process_of_the_new_settings(
    tmp_path: Path,
) -> None:
    before = scripted_agent(tmp_path / "agent", features="load")
    after = scripted_agent(tmp_path / "agent", features="load", env={"COLOUR": "green"})
    async with easel(tmp_path, agents={"test": before.setting}) as client:
        conversation = await client.conversation()
        first = await client.start(conversation, "say on\nelicit More?")
        elicited = await client.event(conversation, "elicitationRequested")
        second = await client.start(conversation, "report env COLOUR")
        client.notify(
            "workspace/didChangeConfiguration",
            {"settings": {"easel": {"agents": {"test": after.setting}}}},
        )
        await client.event(conversation, "statusChanged", lambda e: e.get("outdated", False))
        await client.ask(
            "elicitation/respond",
            conversationId=conversation,
            elicitationId=elicited["elicitationId"],
            action="decline",
        )

        assert (await client.ended(conversation, first))["reason"] == "completed"
        assert (await client.ended(conversation, second))["reason"] == "completed"
        assert client.text(conversation, turn=second) == "green"
        assert client.infos[conversation]["memory"] == "resumed"
        assert len(before.journal().pids()) == 2


async def test_another_default_mode_means_a_new_process_and_that_mode(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load,modes")
    before = {**agent.setting, "defaultMode": "plan"}
    after = {**agent.setting, "defaultMode": "yolo"}
    async with easel(tmp_path, agents={"test": before}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say one")
        assert client.infos[conversation]["modes"]["currentModeId"] == "plan"
        (old_pid,) = agent.journal().pids()

        client.notify(
            "workspace/didChangeConfiguration",
            {"settings": {"easel": {"agents": {"test": after}}}},
        )
        await wait_until_gone(old_pid)
        await client.prompt(conversation, "say two")

        assert client.infos[conversation]["modes"]["currentModeId"] == "yolo"


async def test_a_spare_is_introduced_beforehand_and_serves_the_next_conversation(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    settings = {"pool": {"spares": 1}}
    async with easel(tmp_path, agents={"test": agent.setting}, settings=settings) as client:
        first = await client.conversation()
        await client.prompt(first, "say one")
        journal = agent.journal()
        await journal.wait_for("initialize", count=2)
        introduced = {record.pid for record in journal.received("initialize")}

        second = await client.conversation()
        await client.prompt(second, "say two")

        assert client.text(second) == "two"
        prompted = {record.pid for record in journal.received("session/prompt")}
        assert prompted == introduced
        assert len(prompted) == 2
        assert all(
            [server["name"] for server in created.params["mcpServers"]] == ["easel"]
            for created in journal.received("session/new")
        )


async def test_as_many_spares_as_wanted_wait_though_many_conversations_begin_at_once(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    settings = {"pool": {"spares": 1}}
    async with easel(tmp_path, agents={"test": agent.setting}, settings=settings) as client:
        conversations = [await client.conversation() for _ in range(4)]
        async with anyio.create_task_group() as prompting:
            for conversation in conversations:
                prompting.start_soon(client.prompt, conversation, "say one")
        await agent.journal().wait_for("initialize", count=5)

        status = await client.ask("status")

    served = [process["conversationId"] for process in status["processes"]]
    assert served.count(None) <= 1
    assert len(agent.journal().pids()) == 5


async def test_no_spare_outlives_the_server(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    settings = {"pool": {"spares": 1}}
    async with easel(tmp_path, agents={"test": agent.setting}, settings=settings) as client:
        await client.prompt(await client.conversation(), "say one")
        await agent.journal().wait_for("initialize", count=2)

    await wait_until_gone(*agent.journal().pids())
