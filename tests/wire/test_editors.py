"""Editors: several on one server, without a plug-in, coming and going."""

import anyio
import pytest

from easel_server.io.jsonrpc import ResponseError
from easel_testing.agents import Journal, ScriptedAgent, stream_text
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient, Json


def essence(client: EaselClient, conversation: str) -> list[Json]:
    """What a client saw, without how chunks of text were merged for it."""
    merged = {"seq", "firstSeq", "at", "content", "append"}
    return [
        {key: value for key, value in event.items() if key not in merged}
        for event in client.events[conversation]
        if event["type"] != "message"
    ]


async def caught_up(late: EaselClient, ahead: EaselClient, conversation: str) -> None:
    """Return once one editor has got all that the other has by now."""
    reached = ahead.events[conversation][-1]["seq"]
    await late.until(lambda: late.events[conversation][-1]["seq"] >= reached)


async def test_two_editors_see_every_event_of_a_conversation(
    client: EaselClient, conversation: str, editor: OpenEditor
) -> None:
    async with editor() as other:
        await other.open(conversation)
        script = "stream 500\nplan pending One\ntool t status=completed\nthink so\nsay bye"
        turn = (await client.prompt(conversation, script))["turnId"]
        await other.ended(conversation, turn)
        await other.info(conversation, executionStatus="idle", turns=1)
        await caught_up(other, client, conversation)
        await caught_up(client, other, conversation)

        assert essence(other, conversation) == essence(client, conversation)
        for role in ("assistant", "thought"):
            assert other.text(conversation, role) == client.text(conversation, role)
        again = await other.prompt(conversation, "say from here")
        await client.ended(conversation, again["turnId"])
        assert client.text(conversation, turn=again["turnId"]) == "from here"


async def test_a_burst_is_told_in_few_messages(
    client: EaselClient, conversation: str, editor: OpenEditor
) -> None:
    messages: list[int] = []
    async with editor() as other:
        other.on_notification(
            "easel/conversation/didUpdate", lambda params: messages.append(len(params["events"]))
        )
        await other.open(conversation)
        await client.prompt(conversation, "stream 5000")

    assert client.text(conversation) == stream_text(5000)
    assert len(messages) < 1000


async def test_an_editor_is_told_of_conversations_that_it_has_not_opened_but_not_what_is_said(
    client: EaselClient, conversation: str, editor: OpenEditor
) -> None:
    async with editor() as other:
        await client.prompt(conversation, "say psst")

        info = await other.info(conversation, executionStatus="idle", turns=1)

        assert info == client.infos[conversation]
        assert conversation not in other.events


async def test_an_editor_that_announces_nothing_can_ask_for_everything_and_is_told_nothing(
    editor: OpenEditor, agent: ScriptedAgent, journal: Journal
) -> None:
    async with editor({"test": agent}, announce=False) as plain:
        conversation = await plain.conversation()
        result = await plain.prompt(conversation, "say hello\ntool t status=completed")
        assert result["endReason"] == "completed"
        await plain.act("setMode", conversation, modeId="plan")
        assert (await plain.prompt(conversation, "exit 1"))["endReason"] == "crashed"
        assert (await plain.act("resume", conversation))["sessionLoaded"] is True

        assert plain.events == {conversation: []}
        assert plain.infos == {}
        await plain.open(conversation, sinceSeq=0)
        assert plain.text(conversation) == "hello"
    assert len(journal.pids()) == 2


async def test_a_turn_goes_on_when_its_editor_is_gone(
    client: EaselClient, conversation: str, editor: OpenEditor, journal: Journal
) -> None:
    async with editor() as crashing:
        await crashing.start(conversation, "say one\nsleep 100\nsay two")
        await client.event(conversation, "message")
        crashing.channel.abort("the editor crashes")

        assert (await client.event(conversation, "turnEnded"))["reason"] == "completed"
    assert client.text(conversation) == "onetwo"
    assert journal.received("session/cancel") == []


async def test_a_turn_goes_on_when_the_editor_that_waits_for_it_leaves(
    client: EaselClient, conversation: str, editor: OpenEditor, journal: Journal
) -> None:
    async with editor() as leaving, anyio.create_task_group() as waiting:

        async def wait_in_vain() -> None:
            with pytest.raises((ConnectionError, ResponseError)):
                await leaving.prompt(conversation, "say one\nsleep 500\nsay two")

        waiting.start_soon(wait_in_vain)
        await client.event(conversation, "message")
        await leaving.leave()

    assert (await client.event(conversation, "turnEnded"))["reason"] == "completed"
    assert client.text(conversation) == "onetwo"
    assert journal.received("session/cancel") == []
