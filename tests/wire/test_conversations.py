"""Conversations: created, listed, opened page by page, renamed, deleted."""

from pathlib import Path
from typing import Any

import pytest

from easel_testing.agents import Journal, scripted_agent
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient, Json


async def test_a_new_conversation_shows_everything_about_itself(
    client: EaselClient, tmp_path: Path, journal: Journal
) -> None:
    conversation = await client.conversation(title="Milk")
    opened = await client.act("open", conversation)

    info = opened["conversation"]
    assert info == {
        "id": conversation,
        "title": "Milk",
        "cwd": (tmp_path / "workspace").as_uri(),
        "agent": "test",
        "acpSessionId": None,
        "acpAgentName": None,
        "acpAgentVersion": None,
        "executionStatus": "idle",
        "processStatus": "none",
        "memory": "new",
        "access": "owner",
        "lease": info["lease"],
        "queued": 0,
        "usage": {},
        "turns": 0,
        "createdAt": info["createdAt"],
        "updatedAt": info["createdAt"],
        "seq": 0,
    }
    assert info["createdAt"].endswith("Z")
    assert opened.items() >= {"access": "owner", "events": [], "hasEarlier": False}.items()
    assert journal.pids() == []


async def test_a_warm_conversation_has_its_agent_up_before_the_first_prompt(
    client: EaselClient, journal: Journal
) -> None:
    conversation = await client.conversation(warm=True)
    info = await client.info(conversation, processStatus="ready")

    assert info["executionStatus"] == "idle"
    assert (info["acpAgentName"], info["acpAgentVersion"]) == ("test-agent", "1.0.0")
    assert info["acpSessionId"].startswith("test-")
    await client.prompt(conversation, "say ok")
    assert journal.methods() == ["initialize", "session/new", "session/prompt"]


async def test_a_conversation_has_one_process_for_all_its_turns(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    for number in range(3):
        await client.prompt(conversation, f"say {number}")

    assert journal.methods() == ["initialize", "session/new", *["session/prompt"] * 3]
    assert client.infos[conversation]["turns"] == 3
    epochs = {event["epoch"] for event in client.of_type(conversation, "turnEnded")}
    assert epochs == {1}


async def test_conversations_are_listed_newest_first_page_by_page_and_can_be_searched(
    client: EaselClient, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    a, b, c = [await client.conversation(title=title) for title in ("Milk a", "Milk b", "Tea c")]
    d = await client.conversation(title="Milk d", cwd=elsewhere.as_uri())
    await client.prompt(a, "say newest now")
    here = (tmp_path / "workspace").as_uri()

    async def listed(**params: Any) -> list[str]:
        found = await client.ask("conversation/list", **params)
        return [conversation["id"] for conversation in found["conversations"]]

    assert (await listed())[0] == a
    assert await listed(cwd=here) == [a, c, b]
    assert await listed(cwd=str(elsewhere)) == [d]
    assert await listed(query="milk", cwd=here) == [a, b]
    assert await listed(query="MILK test b", cwd=here) == [b]
    first = await client.ask("conversation/list", cwd=here, limit=2)
    assert [info["id"] for info in first["conversations"]] == [a, c]
    rest = await client.ask("conversation/list", cwd=here, limit=2, cursor=first["nextCursor"])
    assert [info["id"] for info in rest["conversations"]] == [b]
    assert "nextCursor" not in rest
    error = await client.refused("conversation/list", cursor="nonsense")
    assert (error.code, error.data["path"]) == (-32602, "$.cursor")


async def test_the_last_line_is_known_when_a_turn_begins_when_it_waits_and_when_it_ends(
    client: EaselClient, conversation: str
) -> None:
    script = (
        'say ## Is it *fine*?\npermission p allow:allow_once\nstream 200 every=1\nsay "\\nDone."'
    )
    turn = await client.start(conversation, script)
    begun = await client.info(conversation, executionStatus="running")
    asked = await client.info(conversation, executionStatus="waitingForPermission")
    (request,) = client.of_type(conversation, "permissionRequested")
    told = client.did_changes[conversation]
    await client.ask(
        "permission/respond",
        conversationId=conversation,
        permissionId=request["permissionId"],
        optionId="allow",
    )
    await client.ended(conversation, turn)
    ended = await client.info(conversation, executionStatus="idle")

    assert begun["lastLine"].startswith("say ## Is it fine? permission p")
    assert asked["lastLine"] == "Is it fine?"
    assert ended["lastLine"] == "Done."
    (listed,) = (await client.ask("conversation/list", query="fine"))["conversations"]
    assert listed["lastLine"] == "Done."
    assert client.did_changes[conversation] - told < 10


async def test_history_pages_back_to_the_beginning_without_a_gap(
    client: EaselClient, conversation: str
) -> None:
    script = "\n".join(f"tool t{number} status=completed" for number in range(700))
    await client.prompt(conversation, script)
    everything = client.events[conversation]

    opened = await client.act("open", conversation)
    pages: list[list[Json]] = [opened["events"]]
    has_earlier = opened["hasEarlier"]
    assert has_earlier
    while has_earlier:
        page = await client.act("history", conversation, beforeSeq=pages[0][0]["seq"], limit=100)
        assert 0 < len(page["events"]) <= 100
        pages.insert(0, page["events"])
        has_earlier = page["hasEarlier"]

    assert [event["seq"] for page in pages for event in page] == [e["seq"] for e in everything]
    assert pages[0][0]["seq"] == 1


async def test_a_title_comes_from_the_first_prompt_then_from_the_agent_then_from_a_person(
    client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, "say hello\nsay there")
    assert client.infos[conversation]["title"] == "say hello"
    await client.prompt(conversation, "title Greetings")
    assert client.infos[conversation]["title"] == "Greetings"

    renamed = await client.act("rename", conversation, title="Mine")
    await client.prompt(conversation, "title No, mine")

    assert renamed["conversation"]["title"] == "Mine"
    assert client.infos[conversation]["title"] == "Mine"


async def test_prompts_of_content_blocks_reach_the_agent_as_they_are(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    blocks = [
        {"type": "text", "text": "say ok", "annotations": {"priority": 1}},
        {"type": "resource_link", "uri": "file:///a", "name": "a"},
        {"type": "image", "data": "AAAA", "mimeType": "image/png"},
    ]
    await client.prompt(conversation, blocks)

    (prompt,) = journal.received("session/prompt")
    assert prompt.params["prompt"] == blocks
    assert client.of_type(conversation, "turnStarted")[0]["prompt"] == blocks


async def test_content_that_the_agent_does_not_take_is_refused_before_it_is_sent(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(
        tmp_path / "agent",
        initialize={"agentCapabilities": {"promptCapabilities": {"image": False}}},
    )
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        image = {"type": "image", "data": "AAAA", "mimeType": "image/png"}

        result = await client.prompt(conversation, [image])

        assert (result["endReason"], result["error"]["kind"]) == ("failed", "invalidState")
        assert "image" in result["error"]["message"]
        assert agent.journal().prompts() == []
        assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"


@pytest.mark.parametrize("features", ["modes,options", ""])
async def test_modes_and_options_are_those_of_the_agent_and_show_its_own_values(
    editor: OpenEditor, tmp_path: Path, features: str
) -> None:
    agent = scripted_agent(tmp_path / "agent", features=features)
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        mode: dict[str, Any] = {"conversationId": conversation, "modeId": "plan"}
        option = {"conversationId": conversation, "configId": "model", "value": "latest"}
        if not features:
            for method, params in (("setMode", mode), ("setConfigOption", option)):
                error = await client.refused(f"conversation/{method}", **params)
                assert (error.code, error.data["kind"]) == (-33010, "invalidState")
            return
        info = (await client.ask("conversation/setMode", **mode))["conversation"]
        assert info["modes"]["currentModeId"] == "plan"
        info = (await client.ask("conversation/setConfigOption", **option))["conversation"]
        assert info["configOptions"][0]["currentValue"] == "model-2"
        error = await client.refused("conversation/setMode", **mode | {"modeId": "no such"})
        assert (error.code, error.data["kind"]) == (-33010, "invalidState")
        error = await client.refused("conversation/setConfigOption", **option | {"value": "no"})
        assert (error.code, error.data["kind"]) == (-33014, "agentError")
        assert error.data["code"] == -32602
        await client.prompt(conversation, "mode yolo\nconfig model=model-1")
        info = client.infos[conversation]
        assert info["modes"]["currentModeId"] == "yolo"
        assert info["configOptions"][0]["currentValue"] == "model-1"
