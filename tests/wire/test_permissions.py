"""Permission requests: shown everywhere, answered once, and never with a yes that nobody gave."""

from pathlib import Path
from typing import Any

import pytest

from easel_testing.agents import Journal, scripted_agent, wait_until_gone
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient, Json

CANCELLED = {"outcome": {"outcome": "cancelled"}}


def outcomes(journal: Journal) -> list[Any]:
    """What the agent was told."""
    return [response.get("result") for response in journal.responses()]


async def asked(client: EaselClient, conversation: str, tool: str) -> Json:
    """The request about this tool call."""
    return await client.event(
        conversation, "permissionRequested", lambda e: e["toolCall"]["toolCallId"] == tool
    )


async def answer(client: EaselClient, conversation: str, request: Json, **answer: Any) -> bool:
    """Answer a permission request; returns whether this was the answer that counted."""
    result = await client.ask(
        "permission/respond",
        conversationId=conversation,
        permissionId=request["permissionId"],
        **answer,
    )
    accepted: bool = result["accepted"]
    return accepted


@pytest.mark.parametrize("option", ["allow", "always", "reject"])
async def test_the_agent_gets_the_option_that_was_chosen(
    client: EaselClient, conversation: str, journal: Journal, option: str
) -> None:
    turn = await client.start(conversation, "permission t title='Delete it?'\nsay done")
    request = await client.event(conversation, "permissionRequested")
    assert client.infos[conversation]["executionStatus"] == "waitingForPermission"
    assert request["toolCall"]["title"] == "Delete it?"
    assert [o["optionId"] for o in request["options"]] == ["allow", "always", "reject"]

    assert await answer(client, conversation, request, optionId=option)

    resolved = await client.event(conversation, "permissionResolved")
    assert resolved["outcome"] == {"outcome": "selected", "optionId": option}
    await client.ended(conversation, turn)
    assert client.text(conversation) == f"permission t: selected {option}done"
    assert outcomes(journal) == [{"outcome": resolved["outcome"]}]


async def test_a_request_can_be_cancelled(client: EaselClient, conversation: str) -> None:
    turn = await client.start(conversation, "permission t")
    request = await client.event(conversation, "permissionRequested")

    assert await answer(client, conversation, request, cancelled=True)

    await client.ended(conversation, turn)
    assert client.text(conversation) == "permission t: cancelled"


async def test_p1_without_a_live_turn_the_answer_is_cancelled_and_nobody_is_asked(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "later 0 permission t\nlater 0 noted asked")
    await journal.wait_for_note("noted")
    await client.prompt(conversation, "await t")

    assert outcomes(journal) == [CANCELLED]
    assert client.of_type(conversation, "permissionRequested") == []


async def test_p2_a_cancel_answers_every_open_request_first_and_closes_it_in_every_editor(
    client: EaselClient, conversation: str, editor: OpenEditor, journal: Journal
) -> None:
    async with editor() as other:
        await other.open(conversation)
        script = "nowait permission a\nnowait permission b\npermission c\nhang"
        await client.start(conversation, script)
        for tool in "abc":
            for each in (client, other):
                await asked(each, conversation, tool)

        await client.act("cancel", conversation)

        for each in (client, other):
            await each.event(conversation, "turnEnded")
            closed = each.of_type(conversation, "permissionResolved")
            assert [e["outcome"]["outcome"] for e in closed] == ["cancelled"] * 3
    assert outcomes(journal) == [CANCELLED] * 3
    arrived = [r.received for r in journal.records() if r.received is not None]
    cancel = next(n for n, m in enumerate(arrived) if m.get("method") == "session/cancel")
    assert all("method" not in message for message in arrived[cancel - 3 : cancel])


async def test_p3_the_death_of_the_agent_closes_its_request_and_a_late_click_does_nothing(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    turn = await client.start(conversation, "nowait permission t\nsleep 50\nexit 1")
    request = await client.event(conversation, "permissionRequested")
    assert (await client.ended(conversation, turn))["reason"] == "crashed"

    assert not await answer(client, conversation, request, optionId="allow")

    (resolved,) = client.of_type(conversation, "permissionResolved")
    assert resolved["outcome"] == {"outcome": "cancelled"}
    assert len(journal.pids()) == 1


async def test_p4_the_end_of_an_old_process_does_not_close_a_request_of_the_new_one(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.start(conversation, "ignore-sigterm\nignore-eof\nspawn stubborn\nsay on\nhang")
    await client.event(conversation, "message")
    await client.act("interrupt", conversation, graceMs=0)
    turn = await client.start(conversation, "permission t")
    request = await client.event(conversation, "permissionRequested")
    await wait_until_gone(journal.pids()[0], *journal.children())

    assert client.of_type(conversation, "permissionResolved") == []
    assert await answer(client, conversation, request, optionId="allow")
    assert (await client.ended(conversation, turn))["reason"] == "completed"


async def test_p5_of_two_editors_the_first_answer_wins_and_the_other_sees_it(
    client: EaselClient, conversation: str, editor: OpenEditor, journal: Journal
) -> None:
    async with editor() as other:
        await other.open(conversation)
        turn = await client.start(conversation, "permission t")
        request = await other.event(conversation, "permissionRequested")

        assert await answer(other, conversation, request, optionId="reject")
        assert not await answer(client, conversation, request, optionId="allow")

        for each in (client, other):
            resolved = await each.event(conversation, "permissionResolved")
            assert resolved["outcome"] == {"outcome": "selected", "optionId": "reject"}
            await each.ended(conversation, turn)
            assert each.text(conversation) == "permission t: selected reject"
    assert len(journal.responses()) == 1


async def test_p6_who_writes_on_instead_of_answering_says_no_and_the_message_waits(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    first = await client.start(conversation, "permission t\nsay , so be it")
    await client.event(conversation, "permissionRequested")

    second = await client.prompt(conversation, "say next")

    assert client.text(conversation, turn=first) == "permission t: selected reject, so be it"
    (resolved,) = client.of_type(conversation, "permissionResolved")
    assert resolved["by"] == "prompt"
    assert client.text(conversation, turn=second["turnId"]) == "next"


async def test_p7_a_request_before_its_tool_call_shows_what_there_is_to_show(
    client: EaselClient, conversation: str
) -> None:
    turn = await client.start(
        conversation, "permission t bare\ntool t title=Later status=completed"
    )
    request = await client.event(conversation, "permissionRequested")

    assert (request["toolCall"]["toolCallId"], request["toolCall"]["title"]) == ("t", "t")
    await answer(client, conversation, request, optionId="allow")
    await client.ended(conversation, turn)
    cards = client.of_type(conversation, "toolCall")
    assert [card["toolCall"]["title"] for card in cards] == ["t", "Later"]


@pytest.mark.parametrize(
    ("default", "options", "told"),
    [
        ("allow", "", "selected allow"),
        ("reject", "", "selected reject"),
        ("reject", "allow:allow_once", "cancelled"),
        ("reject", "never:reject_always no:reject_once", "selected no"),
    ],
)
async def test_p8_only_the_settings_can_answer_for_a_person(
    editor: OpenEditor, tmp_path: Path, default: str, options: str, told: str
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}, {"permissions": {"default": default}}) as client:
        conversation = await client.conversation()

        await client.prompt(conversation, f"permission t {options}")

        assert client.text(conversation) == f"permission t: {told}"
        assert client.of_type(conversation, "permissionResolved")[0]["by"] == "settings"


async def test_p9_a_request_that_the_agent_takes_back_is_closed_and_answered_cancelled(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "nowait permission t\nwithdraw t\nawait t")

    assert outcomes(journal) == [CANCELLED]
    (resolved,) = client.of_type(conversation, "permissionResolved")
    assert resolved["by"] == "agent"


async def test_p10_each_request_gets_its_own_answer_whatever_session_and_conversation_it_is_of(
    client: EaselClient, journal: Journal
) -> None:
    script = "nowait as nested permission inner\nnowait permission outer\nawait"
    chosen = {"one": ("allow", "reject"), "two": ("always", "allow")}
    for title, options in chosen.items():
        conversation = await client.conversation(title=title)
        await client.start(conversation, script)
        for tool, option in zip(("inner", "outer"), options, strict=True):
            request = await asked(client, conversation, tool)
            await answer(client, conversation, request, optionId=option)
        await client.event(conversation, "turnEnded")
        assert client.text(conversation) == f"permission outer: selected {options[1]}"

    told = [outcome["outcome"]["optionId"] for outcome in outcomes(journal)]
    assert told == ["allow", "reject", "always", "allow"]


async def test_p11_an_option_that_was_not_offered_is_refused_and_the_request_stays_open(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    turn = await client.start(conversation, "permission t strange:world_domination")
    request = await client.event(conversation, "permissionRequested")
    about = {"conversationId": conversation, "permissionId": request["permissionId"]}

    for wrong in ("allow", "", "STRANGE"):
        error = await client.refused("permission/respond", **about, optionId=wrong)
        assert (error.code, error.data["kind"]) == (-33010, "invalidState")
    for unclear in ({}, {"optionId": "strange", "cancelled": True}):
        error = await client.refused("permission/respond", **about, **unclear)
        assert (error.code, error.data["path"]) == (-32602, "$.optionId")

    assert outcomes(journal) == []
    assert await answer(client, conversation, request, optionId="strange")
    assert (await client.ended(conversation, turn))["reason"] == "completed"


async def test_p12_a_stop_while_somebody_is_asked_does_not_block_the_next_prompt(
    client: EaselClient, conversation: str
) -> None:
    turn = await client.start(conversation, "permission t\nhang")
    await client.event(conversation, "permissionRequested")
    await client.act("cancel", conversation)

    assert (await client.ended(conversation, turn))["reason"] == "cancelled"
    assert (await client.prompt(conversation, "say next"))["endReason"] == "completed"
