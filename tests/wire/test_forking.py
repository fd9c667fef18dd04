"""Forks: a conversation goes on in two ways from one point."""

from pathlib import Path

import pytest

from easel_testing.agents import scripted_agent
from easel_testing.easel import OpenEditor, easel
from easel_testing.easel_client import EaselClient, Json


async def fork(client: EaselClient, conversation: str, **params: object) -> Json:
    """A fork that the client follows, at a glance."""
    forked: Json = (await client.act("fork", conversation, **params))["conversation"]
    client.created.append(forked["id"])
    await client.open(forked["id"])
    return forked


async def test_an_agent_that_can_forks_its_session(editor: OpenEditor, tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load,fork")
    async with editor({"test": agent}) as client:
        conversation = await client.conversation(title="Groceries")
        first = await client.prompt(conversation, "remember the milk\nsay noted")
        before = client.infos[conversation]

        forked = await fork(client, conversation)
        await client.prompt(conversation, "remember the eggs")
        await client.prompt(forked["id"], "recall")

        assert client.text(forked["id"]) == "notedthe milk"
        assert forked["title"] == "Groceries (fork)"
        assert forked["forkedFrom"] == {"conversationId": conversation, "turnId": first["turnId"]}
        assert (forked["memory"], forked["turns"], forked["usage"]) == ("resumed", 1, {})
        assert forked["acpSessionId"] not in {None, before["acpSessionId"]}
        assert "recap" not in forked
        (call,) = agent.journal().received("session/fork")
        assert call.params["sessionId"] == before["acpSessionId"]
        assert agent.journal().prompts()[-1] == "recall"


@pytest.mark.parametrize("fault", [None, "error -32603 no fork today"])
async def test_the_agent_of_a_fork_that_cannot_fork_sessions_gets_a_recap(
    editor: OpenEditor, tmp_path: Path, fault: str | None
) -> None:
    features = "load" if fault is None else "load,fork"
    on = {} if fault is None else {"session/fork": fault}
    agent = scripted_agent(tmp_path / "agent", features=features, on=on)
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say the milk is out")
        session = client.infos[conversation]["acpSessionId"]

        forked = await fork(client, conversation, title="Another way")
        await client.prompt(forked["id"], "say one")

        assert (forked["title"], forked["recap"], forked["memory"]) == ("Another way", True, "lost")
        blocks = agent.journal().received("session/prompt")[-1].params["prompt"]
        assert "## Assistant\n\nthe milk is out" in blocks[0]["text"]
        assert blocks[1:] == [{"type": "text", "text": "say one"}]
        assert client.text(forked["id"]) == "the milk is outone"
        types = [event["type"] for event in client.events[forked["id"]]]
        assert types.count("forked") == 1
        if fault is not None:
            told = await client.wait_for("easel/conversation/sessionLoadFailed")
            assert (told["conversationId"], told["fallback"]) == (forked["id"], "fresh")
            assert told["previousSessionId"] == session


async def test_a_fork_at_an_earlier_turn_knows_nothing_of_what_came_after(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load,fork")
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        first = await client.prompt(conversation, "say one")
        await client.prompt(conversation, "say two")

        forked = await fork(client, conversation, atTurnId=first["turnId"])
        await client.prompt(forked["id"], "say three")

        assert client.text(forked["id"]) == "onethree"
        assert forked["forkedFrom"]["turnId"] == first["turnId"]
        assert agent.journal().received("session/fork") == []
        recap = agent.journal().received("session/prompt")[-1].params["prompt"][0]["text"]
        assert "one" in recap
        assert "two" not in recap


async def test_a_fork_during_a_turn_begins_before_that_turn(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load,fork")
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say one")
        running = await client.start(conversation, "say half\nhang")
        await client.start(conversation, "say waits")
        await client.event(conversation, "message", lambda e: e["turnId"] == running)

        forked = await fork(client, conversation)

        assert client.text(forked["id"]) == "one"
        assert (forked["executionStatus"], forked["queued"]) == ("idle", 0)
        assert client.infos[conversation]["executionStatus"] == "running"
        assert agent.journal().received("session/fork") == []
        await client.act("cancel", conversation)


async def test_a_fork_of_nothing_is_an_empty_conversation(
    client: EaselClient, conversation: str
) -> None:
    forked = await fork(client, conversation)
    result = await client.prompt(forked["id"], "say one")

    assert result["endReason"] == "completed"
    assert (forked["title"], forked["turns"]) == ("", 0)
    assert "recap" not in forked


async def test_a_turn_that_has_not_ended_cannot_be_forked_at(
    client: EaselClient, conversation: str
) -> None:
    running = await client.start(conversation, "hang")
    await client.event(conversation, "turnStarted")
    for turn in (running, "no-such-turn"):
        error = await client.refused(
            "conversation/fork", conversationId=conversation, atTurnId=turn
        )
        assert (error.code, error.data["kind"]) == (-33010, "invalidState")
    await client.act("cancel", conversation)


async def test_the_practice_agent_remembers_in_a_fork(editor: OpenEditor) -> None:
    async with editor() as client:
        conversation = await client.conversation(agent="easel-practice")
        await client.prompt(conversation, "/remember the door code is 42")

        forked = await fork(client, conversation)
        await client.prompt(forked["id"], "/recall")

        assert "the door code is 42" in client.text(forked["id"]).split("Prompts before")[1]
        assert forked["memory"] == "resumed"


async def test_other_editors_learn_of_a_fork(editor: OpenEditor, tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}) as client, editor() as other:
        conversation = await client.conversation()
        await client.prompt(conversation, "say one")

        forked = await fork(client, conversation)

        await other.info(forked["id"], processStatus="ready")


async def test_a_fork_has_no_canvases_of_the_other(client: EaselClient, conversation: str) -> None:
    await client.prompt(conversation, "say one")
    opened = await client.ask(
        "canvas/open", conversationId=conversation, canvasId="markdown", input={"text": "# Hi"}
    )

    forked = await fork(client, conversation)

    ours = await client.ask("canvas/list", conversationId=conversation)
    theirs = await client.ask("canvas/list", conversationId=forked["id"])
    assert [canvas["instanceId"] for canvas in ours["open"]] == [opened["instanceId"]]
    assert theirs["open"] == []


async def test_a_conversation_of_another_server_can_be_forked(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load,fork")
    agents = {"test": agent.setting}
    async with easel(tmp_path, agents=agents) as owner, easel(tmp_path, agents=agents) as other:
        conversation = await owner.conversation()
        await owner.prompt(conversation, "remember the milk\nsay noted")

        forked = await fork(other, conversation)
        await other.prompt(forked["id"], "recall")
        await owner.prompt(conversation, "say mine still")

        assert other.text(forked["id"]) == "notedthe milk"
        assert owner.text(conversation) == "notedmine still"
