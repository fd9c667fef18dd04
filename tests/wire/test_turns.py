"""A turn ends once, for its own reason, and what comes late belongs to no other turn."""

from pathlib import Path

import pytest

from easel_testing.agents import Journal, alive, scripted_agent, wait_until_gone
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient

ANSWERS_AGAIN_LATER = """message m1
say A
hang
on-cancel respond cancelled
on-cancel sleep 50
on-cancel message m1
on-cancel say late
on-cancel respond end_turn
on-cancel respond refusal
on-cancel noted all sent"""


async def test_t1_t2_t4_late_text_and_second_answers_of_a_stopped_turn_do_not_touch_the_next(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    first = await client.start(conversation, ANSWERS_AGAIN_LATER)
    await client.event(conversation, "message")
    await client.act("cancel", conversation)
    second = await client.start(conversation, "say B\npermission p\nsay , the end")
    asked = await client.event(conversation, "permissionRequested")
    await journal.wait_for_note("noted")
    await client.until(lambda: "late" in client.text(conversation))

    assert client.infos[conversation]["executionStatus"] == "waitingForPermission"
    await client.ask(
        "permission/respond",
        conversationId=conversation,
        permissionId=asked["permissionId"],
        optionId="allow",
    )

    assert (await client.ended(conversation, second))["reason"] == "completed"
    assert (await client.ended(conversation, first))["reason"] == "cancelled"
    assert client.text(conversation, turn=first) == "Alate"
    assert client.text(conversation, turn=second) == "Bpermission p: selected allow, the end"


async def test_t3_a_turn_without_a_word_settles_after_one_that_never_answered(
    client: EaselClient, conversation: str
) -> None:
    await client.start(conversation, "say A\nhang\non-cancel ignore")
    await client.event(conversation, "message")
    await client.act("cancel", conversation, timeoutMs=0, onTimeout="interrupt")

    result = await client.prompt(conversation, "end end_turn")

    assert result["endReason"] == "completed"
    assert client.text(conversation, turn=result["turnId"]) == ""


async def test_t5_t6_a_replaced_turn_shows_no_idle_moment(
    client: EaselClient, conversation: str
) -> None:
    first = await client.start(
        conversation, "say A\nhang\non-cancel sleep 50\non-cancel end cancelled"
    )
    await client.event(conversation, "message")

    second = await client.prompt(conversation, "say B", whenBusy="interrupt")

    assert (await client.ended(conversation, first))["reason"] == "cancelled"
    assert second["endReason"] == "completed"
    assert client.text(conversation, turn=second["turnId"]) == "B"
    shown = [e["executionStatus"] for e in client.of_type(conversation, "statusChanged")]
    assert shown[-1] == "idle"
    assert "idle" not in shown[:-1]


async def test_t7_a_prompt_that_interrupts_starts_even_if_the_old_turn_never_ends(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}, {"cancel": {"timeoutMs": 50}}) as client:
        conversation = await client.conversation()
        first = await client.start(conversation, "say A\nhang\non-cancel ignore")
        await client.event(conversation, "message")

        second = await client.prompt(conversation, "say B", whenBusy="interrupt")

        assert second["endReason"] == "completed"
        assert (await client.ended(conversation, first))["reason"] == "cancelledForced"
        assert agent.journal().prompts() == ["say A\nhang\non-cancel ignore", "say B"]
        assert len(agent.journal().pids()) == 2


async def test_t9_what_an_agent_says_unasked_is_a_turn_of_its_own_that_closes_when_it_is_quiet(
    client: EaselClient, conversation: str
) -> None:
    asked = await client.prompt(conversation, "later 20 say by the way\nsay done")
    own = await client.event(conversation, "turnStarted", lambda e: e["origin"] == "agent")
    await client.until(lambda: "by the way" in client.text(conversation, turn=own["turnId"]))

    assert (await client.ended(conversation, own["turnId"]))["reason"] == "completed"
    assert client.text(conversation, turn=asked["turnId"]) == "done"
    assert (await client.info(conversation, executionStatus="idle"))["turns"] == 2


async def test_t9_a_prompt_ends_a_turn_that_the_agent_began_by_itself(
    client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, "later 20 say hello\nsay done")
    own = await client.event(conversation, "turnStarted", lambda e: e["origin"] == "agent")

    result = await client.prompt(conversation, "say ok")

    assert result["endReason"] == "completed"
    assert (await client.ended(conversation, own["turnId"]))["reason"] == "completed"


async def test_w26_a_prompt_waits_for_tools_of_work_that_the_agent_began_by_itself(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "later 0 tool t status=in_progress\nsay done")
    own = await client.event(conversation, "turnStarted", lambda e: e["origin"] == "agent")
    waits = await client.start(conversation, "say ok")
    await client.event(conversation, "promptQueued", lambda e: e["turnId"] == waits)
    assert len(journal.prompts()) == 1

    await client.act("interrupt", conversation, graceMs=0)

    assert (await client.ended(conversation, own["turnId"]))["reason"] == "interrupted"
    await client.act("run", conversation)
    assert (await client.ended(conversation, waits))["reason"] == "completed"
    assert len(journal.prompts()) == 2
    assert journal.received("session/cancel") == []


async def test_t10_what_an_agent_tells_of_its_session_starts_no_turn_and_is_kept(
    editor: OpenEditor, tmp_path: Path
) -> None:
    setup = "commands review plan\ntitle A title\nusage used=1 size=2"
    agent = scripted_agent(tmp_path / "agent", after={"session/new": setup})
    async with editor({"test": agent}) as client:
        conversation = await client.conversation(warm=True)
        info = await client.info(conversation, usage={"contextUsed": 1, "contextSize": 2})

        assert [command["name"] for command in info["commands"]] == ["review", "plan"]
        assert info["title"] == "A title"
        assert (info["executionStatus"], info["turns"]) == ("idle", 0)
        assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
        assert len(client.of_type(conversation, "turnStarted")) == 1


async def test_t11_t13_an_agent_that_never_ends_its_turn_is_replaced_and_people_are_told(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}, {"watchdog": {"silenceSeconds": 0.3}}) as client:
        conversation = await client.conversation()

        result = await client.prompt(conversation, "say that is all\nhang")

        assert (result["endReason"], result["error"]["kind"]) == ("orphaned", "agentSilent")
        assert client.infos[conversation]["executionStatus"] == "error"
        await wait_until_gone(*agent.journal().pids())
        assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
        assert len(agent.journal().pids()) == 2
        assert len(agent.journal().prompts()) == 2


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("tool t status=in_progress", "tool-update t status=completed"),
        (
            'update {"sessionUpdate": "compaction_update", "compactionId": "c"}',
            'update {"sessionUpdate": "compaction_update", "compactionId": "c", '
            '"status": "completed"}',
        ),
    ],
)
async def test_t12_a_long_quiet_tool_or_compaction_is_no_silence(
    editor: OpenEditor, tmp_path: Path, begin: str, end: str
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}, {"watchdog": {"silenceSeconds": 0.5}}) as client:
        conversation = await client.conversation()

        result = await client.prompt(conversation, f"{begin}\nsleep 1200\n{end}")

        assert result["endReason"] == "completed"
        assert len(agent.journal().pids()) == 1


async def test_t11_silence_of_no_seconds_is_never(editor: OpenEditor, tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}, {"watchdog": {"silenceSeconds": 0}}) as client:
        conversation = await client.conversation()

        result = await client.prompt(conversation, "sleep 200\nsay ok")

        assert result["endReason"] == "completed"


async def test_t15_a_turn_that_the_agent_answers_with_an_error_has_failed(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    result = await client.prompt(conversation, "say so far\nerror 418 no tea")

    assert result["endReason"] == "failed"
    assert result["error"] == {
        "kind": "agentError",
        "message": "The agent answered with an error: no tea",
        "data": {"code": 418, "message": "no tea", "data": None},
    }
    assert (await client.ended(conversation, result["turnId"]))["error"] == result["error"]
    assert client.infos[conversation]["executionStatus"] == "error"
    assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
    assert client.infos[conversation]["executionStatus"] == "idle"
    assert len(journal.pids()) == 1


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("later 0 exit 3\nerror -32603 boom", "failed"),
        ("later 0 exit 0\nend end_turn", "completed"),
        ("respond end_turn\nexit 1", "completed"),
        ("exit 1", "crashed"),
        ("kill KILL", "crashed"),
    ],
)
async def test_t16_an_answer_and_the_end_of_the_process_are_one_end(
    client: EaselClient, conversation: str, journal: Journal, script: str, reason: str
) -> None:
    result = await client.prompt(conversation, script)

    assert result["endReason"] == reason
    await wait_until_gone(*journal.pids())
    await client.info(conversation, processStatus="crashed")
    assert len(client.of_type(conversation, "turnEnded")) == 1
    assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"


@pytest.mark.parametrize(
    ("stop_reason", "reason"),
    [
        ("end_turn", "completed"),
        ("refusal", "refused"),
        ("max_tokens", "truncated"),
        ("max_turn_requests", "truncated"),
        ("out_of_coffee", "completed"),
        ("missing", "completed"),
        ("null", "completed"),
    ],
)
async def test_t17_every_stop_reason_ends_the_turn(
    client: EaselClient, conversation: str, stop_reason: str, reason: str
) -> None:
    result = await client.prompt(conversation, f"end {stop_reason}")

    assert result["endReason"] == reason
    told = None if stop_reason in {"missing", "null"} else stop_reason
    assert result.get("stopReason") == told


async def test_t14_a_late_end_of_a_tool_updates_its_card_and_starts_nothing(
    client: EaselClient, conversation: str
) -> None:
    script = "tool t status=in_progress\nlater 20 tool-update t status=completed\nend end_turn"
    turn = (await client.prompt(conversation, script))["turnId"]

    await client.event(conversation, "toolCall", lambda e: e["toolCall"]["status"] == "completed")

    statuses = [e["toolCall"]["status"] for e in client.of_type(conversation, "toolCall")]
    assert statuses == ["in_progress", "interrupted", "completed"]
    assert {e["turnId"] for e in client.of_type(conversation, "toolCall")} == {turn}
    assert len(client.of_type(conversation, "turnStarted")) == 1
    assert client.infos[conversation]["executionStatus"] == "idle"


async def test_t19_updates_of_another_session_are_ignored(
    client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, "as other say not mine\nas other tool t\nsay mine")

    assert client.text(conversation) == "mine"
    assert client.of_type(conversation, "toolCall") == []


async def test_t20_of_two_stop_reasons_the_second_is_ignored(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    first = await client.prompt(conversation, "respond refusal\nrespond end_turn")
    second = await client.prompt(conversation, "say ok")

    assert (first["endReason"], second["endReason"]) == ("refused", "completed")
    assert alive(journal.pids()[0])
