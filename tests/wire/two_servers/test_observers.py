"""Two servers, one conversation: the one that does not own it sees everything, live."""

from collections.abc import Iterable
from pathlib import Path

import anyio

from easel_testing.agents import ScriptedAgent, alive, wait_until_gone
from easel_testing.easel_client import EaselClient, Json
from easel_testing.sharing import folder_of, killed, server_on, stopped

TURN = """say Let me look.
tool t title=Listing kind=execute status=in_progress
tool-update t status=completed
permission t yes:allow_once no:reject_once
say Done."""


def merged(events: Iterable[Json]) -> list[tuple[str, str]]:
    """What happened, with the pieces of each message put together."""
    told: list[tuple[str, str]] = []
    for event in events:
        text = event["content"].get("text", "") if event["type"] == "message" else ""
        if text and told and told[-1][0] == "message":
            text = told.pop()[1] + text
        told.append((event["type"], text))
    return told


async def test_an_observer_sees_a_whole_turn_with_tools_and_permissions_as_it_happens(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    opened = await second.open(conversation)
    assert opened["access"] == "observer"
    assert opened["conversation"]["lease"]["ownerPid"] == first.pid

    turn = await first.start(conversation, TURN)

    asked = await second.event(conversation, "permissionRequested")
    assert second.text(conversation) == "Let me look."
    await second.info(conversation, executionStatus="waitingForPermission", access="observer")
    answer = {"permissionId": asked["permissionId"], "optionId": "yes"}
    refused = await second.refused("permission/respond", conversationId=conversation, **answer)
    assert refused.data["kind"] == "notOwner"
    await first.ask("permission/respond", conversationId=conversation, **answer)
    ended = await second.ended(conversation, turn)
    assert ended["reason"] == "completed"
    info = await second.info(conversation, executionStatus="idle", turns=1)
    assert info["lease"]["ours"] is False
    await first.ended(conversation, turn)
    last = ended["seq"]
    seen, told = (
        [event for event in client.events[conversation] if event["seq"] <= last]
        for client in (second, first)
    )
    assert merged(seen) == merged(told)


async def test_streamed_text_reaches_an_observer_before_the_turn_ends(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await second.open(conversation)

    await first.start(conversation, "say One\nsay Two\nsay Three\nhang")

    await second.until(lambda: second.text(conversation) == "OneTwoThree")
    await second.info(conversation, executionStatus="running", processStatus="busy")
    await first.act("cancel", conversation)
    await second.info(conversation, executionStatus="idle")


async def test_a_conversation_that_runs_elsewhere_is_listed_as_running(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await first.start(conversation, "say on it\nhang")
    await second.open(conversation)
    await second.info(conversation, executionStatus="running")

    async def listed() -> Json:
        (info,) = (await second.ask("conversation/list"))["conversations"]
        return dict(info)

    info = await listed()
    assert (info["executionStatus"], info["access"]) == ("running", "observer")
    assert info["lease"]["ownerPid"] == first.pid
    await killed(first)
    await second.lease_change(conversation, "released")
    info = await listed()
    assert (info["executionStatus"], info["access"]) == ("error", "owner")


async def test_whatever_changes_a_conversation_is_refused_to_an_observer(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await first.prompt(conversation, "say one")
    await second.open(conversation)

    for method, params in {
        "prompt": {"prompt": "say two"},
        "resume": {},
        "run": {},
        "cancel": {},
        "interrupt": {},
        "pause": {},
        "rename": {"title": "Mine"},
        "delete": {},
    }.items():
        error = await second.refused(
            f"conversation/{method}", conversationId=conversation, **params
        )
        assert (error.code, error.data["kind"]) == (-33013, "notOwner"), method
        assert error.data["ownerPid"] == first.pid


async def test_an_observer_pages_back_and_sees_what_waits(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await first.start(conversation, "say busy\nhang")
    await first.prompt(conversation, "say later", run=False)
    opened = await second.open(conversation)

    page = await second.act("history", conversation, beforeSeq=opened["seq"] + 1)
    queue = await second.act("queue/list", conversation)

    assert page["events"] == opened["events"]
    assert [waits["prompt"][0]["text"] for waits in queue["prompts"]] == ["say later"]


async def test_a_conversation_is_observed_although_it_could_be_owned(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await first.prompt(conversation, "say one")
    await first.ask("lease/release", conversationId=conversation)

    opened = await second.open(conversation, mode="observe")

    assert opened["access"] == "observer"
    assert (await second.ask("lease/get", conversationId=conversation)).get("lease") is None
    await first.prompt(conversation, "say two")
    await second.until(lambda: second.text(conversation) == "onetwo")


async def test_an_observer_is_told_when_the_holder_lets_go_and_its_prompt_takes_it_up(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await first.prompt(conversation, "say one")
    await second.open(conversation)

    await first.ask("lease/release", conversationId=conversation)

    released = await second.lease_change(conversation, "released")
    assert (released.get("lease"), released["access"]) == (None, "owner")
    await first.lease_change(conversation, "released")
    await second.prompt(conversation, "say two")
    acquired = await second.lease_change(conversation, "acquired")
    assert (acquired["lease"]["ours"], acquired["access"]) == (True, "owner")
    elsewhere = await first.lease_change(conversation, "acquired")
    assert (elsewhere["lease"]["ownerPid"], elsewhere["access"]) == (second.pid, "observer")
    await first.until(lambda: first.text(conversation) == "onetwo")
    await first.info(conversation, executionStatus="idle", access="observer", turns=2)


async def test_an_observer_is_told_when_the_holder_was_killed_and_takes_over(
    first: EaselClient, second: EaselClient, agent: ScriptedAgent
) -> None:
    conversation = await first.conversation()
    turn = await first.start(conversation, "say half\nhang")
    await second.open(conversation)
    await second.until(lambda: second.text(conversation) == "half")
    (pid,) = agent.journal().pids()

    await killed(first)

    released = await second.lease_change(conversation, "released")
    assert (released["lease"]["alive"], released["access"]) == (False, "owner")
    taken = await second.ask("lease/take", conversationId=conversation)
    assert taken["lease"]["ours"] is True
    await second.lease_change(conversation, "taken")
    assert (await second.ended(conversation, turn))["reason"] == "orphaned"
    await wait_until_gone(pid)
    await second.prompt(conversation, "say whole")
    assert second.text(conversation) == "halfwhole"


async def test_a_holder_that_stalls_past_its_time_can_be_replaced_and_observes_when_it_wakes(
    tmp_path: Path, agent: ScriptedAgent
) -> None:
    async with (
        server_on(tmp_path, agent, ttl_seconds=1) as first,
        server_on(tmp_path, agent, ttl_seconds=1) as second,
    ):
        conversation = await first.conversation()
        turn = await first.start(conversation, "say half\nhang")
        await second.open(conversation)
        await second.until(lambda: second.text(conversation) == "half")
        (pid,) = agent.journal().pids()
        with stopped(first):
            released = await second.lease_change(conversation, "released")
            assert released["lease"]["expired"] is True
            await second.ask("lease/take", conversationId=conversation)
            await second.lease_change(conversation, "taken")
            await second.ended(conversation, turn)
            written = (folder_of(tmp_path, conversation) / "events.jsonl").read_bytes()

        lost = await first.lease_change(conversation, "lost")
        assert (lost["access"], lost["lease"]["ownerPid"]) == ("observer", second.pid)
        await wait_until_gone(pid)
        assert (folder_of(tmp_path, conversation) / "events.jsonl").read_bytes() == written
        await second.prompt(conversation, "say whole")
        assert (await first.ended(conversation, turn))["reason"] == "orphaned"
        await first.until(lambda: first.text(conversation) == "halfwhole")


async def test_words_that_were_told_and_never_written_do_not_hide_what_follows(
    tmp_path: Path, agent: ScriptedAgent
) -> None:
    async with (
        server_on(tmp_path, agent, ttl_seconds=1) as first,
        server_on(tmp_path, agent, ttl_seconds=1) as second,
    ):
        conversation = await first.conversation()
        await second.open(conversation)
        turn = await first.start(conversation, "say gone\nhang")
        await second.info(conversation, executionStatus="running")
        await first.until(lambda: first.text(conversation) == "gone")
        with stopped(first):
            await second.lease_change(conversation, "released")
            await second.ask("lease/take", conversationId=conversation)
            await second.ended(conversation, turn)

        await first.lease_change(conversation, "lost")
        assert (await first.ended(conversation, turn))["reason"] == "orphaned"
        await second.prompt(conversation, "say new")
        await first.until(lambda: first.text(conversation).endswith("new"))


async def test_who_is_forced_out_is_told_stops_its_agent_and_observes(
    first: EaselClient, second: EaselClient, agent: ScriptedAgent
) -> None:
    conversation = await first.conversation()
    turn = await first.start(conversation, "say half\nhang")
    await second.open(conversation)
    await second.until(lambda: second.text(conversation) == "half")
    (pid,) = agent.journal().pids()

    taken = await second.ask("lease/take", conversationId=conversation, force=True)

    assert taken["lease"]["ours"] is True
    lost = await first.lease_change(conversation, "lost")
    assert (lost["access"], lost["lease"]["ownerPid"]) == ("observer", second.pid)
    assert not alive(pid)
    await second.prompt(conversation, "say whole")
    assert (await first.ended(conversation, turn))["reason"] == "orphaned"
    await first.until(lambda: first.text(conversation) == "halfwhole")
    await first.info(conversation, executionStatus="idle", access="observer")


async def test_a_paused_conversation_is_free_for_others(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await first.prompt(conversation, "say one")

    paused = await first.act("pause", conversation)

    assert paused["conversation"]["executionStatus"] == "paused"
    assert paused["conversation"]["processStatus"] == "none"
    assert (await first.ask("lease/get", conversationId=conversation)).get("lease") is None
    await first.lease_change(conversation, "released")
    resumed = await second.act("resume", conversation)
    assert resumed["sessionLoadOutcome"] == "restored"
    elsewhere = await first.lease_change(conversation, "acquired")
    assert elsewhere["access"] == "observer"
    await first.info(conversation, executionStatus="idle", processStatus="ready")


async def test_a_prompt_that_waits_through_a_pause_is_answered_in_the_end(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await first.start(conversation, "say busy\nhang")
    answers: list[Json] = []
    async with anyio.create_task_group() as tasks:

        async def wait() -> None:
            answers.append(await first.prompt(conversation, "say waited"))

        tasks.start_soon(wait)
        await first.event(conversation, "promptQueued")
        await first.act("pause", conversation)
        await second.act("run", conversation)
    assert answers[0]["endReason"] == "completed"
