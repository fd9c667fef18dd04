"""Prompts that wait: in their order, changeable, and never sent against a person's will."""

from collections.abc import Callable
from pathlib import Path

import anyio

from easel_server.io.jsonrpc import ResponseError
from easel_testing.agents import Journal, scripted_agent
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient, Json

BUSY = "say busy\nhang"


async def make_busy(client: EaselClient, conversation: str) -> str:
    """Have the agent at work; returns its turn."""
    turn = await client.start(conversation, BUSY)
    await client.until(lambda: client.text(conversation, turn=turn) == "busy")
    return turn


def waiting(queue: Json) -> list[str]:
    """The texts of the prompts in a queue."""
    return [prompt["prompt"][0]["text"] for prompt in queue["prompts"]]


async def test_t8_prompts_during_a_turn_wait_and_go_out_one_by_one_in_their_order(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.start(conversation, "say one\nsleep 50")
    results: list[Json] = []

    async def send(text: str) -> None:
        results.append(await client.prompt(conversation, f"say {text}"))

    async with anyio.create_task_group() as sending:
        for text in ("two", "three"):
            sending.start_soon(send, text)

    assert client.text(conversation) == "onetwothree"
    assert [result["endReason"] for result in results] == ["completed"] * 2
    assert journal.prompts() == ["say one\nsleep 50", "say two", "say three"]


async def test_t8_a_second_prompt_can_be_refused_while_one_runs(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await make_busy(client, conversation)

    error = await client.refused(
        "conversation/prompt", conversationId=conversation, prompt="say no", whenBusy="reject"
    )

    assert (error.code, error.data) == (-33009, {"kind": "turnInProgress"})
    assert client.infos[conversation]["executionStatus"] == "running"
    assert journal.prompts() == [BUSY]
    await client.act("cancel", conversation)


async def test_an_interrupting_prompt_goes_before_those_that_wait(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    first = await make_busy(client, conversation)
    await client.start(conversation, "say waits")

    result = await client.prompt(conversation, "say now", whenBusy="interrupt")

    assert result["endReason"] == "completed"
    assert (await client.ended(conversation, first))["reason"] == "cancelled"
    assert journal.prompts()[:2] == [BUSY, "say now"]
    await client.act("run", conversation)
    await client.info(conversation, executionStatus="idle", queued=0)
    assert sorted(journal.prompts()) == sorted([BUSY, "say now", "say waits"])


ASKS = "say busy\nelicit Ready?"


async def answer_when(client: EaselClient, conversation: str, ready: Callable[[], bool]) -> None:
    """Let the turn of `ASKS` end as soon as `ready`."""
    asked = await client.event(conversation, "elicitationRequested")
    await client.until(ready)
    await client.ask(
        "elicitation/respond",
        conversationId=conversation,
        elicitationId=asked["elicitationId"],
        action="decline",
    )


async def test_a_steering_prompt_goes_into_the_running_turn(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="steering")
    async with editor({"test": agent}) as client, anyio.create_task_group() as answering:
        conversation = await client.conversation()
        turn = await client.start(conversation, ASKS)
        await client.event(conversation, "elicitationRequested")
        answering.start_soon(
            answer_when,
            client,
            conversation,
            lambda: "steered: say more" in client.text(conversation),
        )

        result = await client.prompt(conversation, "say more", whenBusy="steer")

        assert (result["turnId"], result["endReason"]) == (turn, "completed")
        assert agent.journal().prompts() == [ASKS]


async def test_a_steering_prompt_waits_where_the_agent_cannot_be_steered(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    turn = await client.start(conversation, ASKS)
    await client.event(conversation, "elicitationRequested")

    def waits() -> bool:
        queued = client.of_type(conversation, "promptQueued")
        return bool(queued) and "steering" not in queued[-1]

    async with anyio.create_task_group() as answering:
        answering.start_soon(answer_when, client, conversation, waits)
        result = await client.prompt(conversation, "say more", whenBusy="steer")

    assert result["turnId"] != turn
    assert client.text(conversation, turn=result["turnId"]) == "more"
    assert journal.prompts() == [ASKS, "say more"]


async def test_a_prompt_that_is_not_to_run_is_stored_and_sent_when_a_person_says_so(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    stored = await client.prompt(conversation, "say later", run=False)

    assert stored.keys() == {"turnId"}
    assert client.of_type(conversation, "turnStarted") == []
    queue = await client.act("queue/list", conversation)
    assert (waiting(queue), queue["parked"]) == (["say later"], True)
    assert journal.pids() == []

    assert (await client.act("run", conversation))["ok"] is True

    assert (await client.ended(conversation, stored["turnId"]))["reason"] == "completed"
    assert client.text(conversation) == "later"


async def test_a_detached_prompt_is_answered_at_once(
    client: EaselClient, conversation: str
) -> None:
    answer = await client.prompt(conversation, BUSY, detach=True)

    assert answer.keys() == {"turnId"}
    assert client.of_type(conversation, "turnEnded") == []
    await client.event(conversation, "message")
    await client.act("cancel", conversation)


async def test_s12_after_a_stop_the_queue_waits_until_a_person_acts(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await make_busy(client, conversation)
    waits = await client.start(conversation, "say waits")

    await client.act("cancel", conversation)

    info = client.infos[conversation]
    assert (info["executionStatus"], info["queued"]) == ("idle", 1)
    queue = await client.act("queue/list", conversation)
    assert queue["parked"] is True
    assert queue["prompts"][0]["held"] is True
    assert journal.prompts() == [BUSY]
    await client.prompt(conversation, "say something else")
    assert journal.prompts() == [BUSY, "say something else"]

    await client.act("run", conversation)

    assert (await client.ended(conversation, waits))["reason"] == "completed"


async def test_c7_cancelling_the_request_of_a_prompt_that_waits_takes_it_out_of_the_queue(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    turn = await make_busy(client, conversation)
    with anyio.CancelScope() as editor_gives_up:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.prompt, conversation, "say never")
            queued = await client.event(conversation, "promptQueued")
            editor_gives_up.cancel()

    dropped = await client.event(conversation, "promptDropped")

    assert dropped["turnId"] == queued["turnId"]
    assert client.infos[conversation]["executionStatus"] == "running"
    assert journal.received("session/cancel") == []
    await client.act("cancel", conversation)
    assert (await client.ended(conversation, turn))["reason"] == "cancelled"
    assert journal.prompts() == [BUSY]


async def test_waiting_prompts_can_be_edited_reordered_and_dropped(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await make_busy(client, conversation)
    one, two, three = [await client.start(conversation, f"say {n}") for n in (1, 2, 3)]
    refused: list[ResponseError] = []

    async def send_four() -> None:
        refused.append(
            await client.refused("conversation/prompt", conversationId=conversation, prompt="say 4")
        )

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(send_four)
        await client.event(conversation, "promptQueued", lambda e: "4" in str(e["prompt"]))
        queue = await client.act("queue/list", conversation)
        assert waiting(queue) == ["say 1", "say 2", "say 3", "say 4"]
        assert queue["parked"] is False
        four = queue["prompts"][3]["turnId"]
        queue = await client.act("queue/edit", conversation, turnId=two, prompt="say two")
        assert waiting(queue) == ["say 1", "say two", "say 3", "say 4"]
        queue = await client.act("queue/reorder", conversation, turnIds=[three, two])
        assert waiting(queue) == ["say 3", "say two", "say 1", "say 4"]
        await client.act("queue/drop", conversation, turnId=one)
        queue = await client.act("queue/drop", conversation, turnId=four)
        assert waiting(queue) == ["say 3", "say two"]

    assert refused[0].data["kind"] == "invalidState"
    error = await client.refused("conversation/queue/drop", conversationId=conversation, turnId=one)
    assert (error.code, error.data["kind"]) == (-33010, "invalidState")
    await client.act("cancel", conversation)
    await client.act("run", conversation)
    await client.ended(conversation, two)
    assert journal.prompts() == [BUSY, "say 3", "say two"]


async def test_a_full_queue_refuses(editor: OpenEditor, tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}, {"limits": {"queuedPrompts": 2}}) as client:
        conversation = await client.conversation()
        for _ in range(2):
            await client.prompt(conversation, "say later", run=False)

        error = await client.refused(
            "conversation/prompt", conversationId=conversation, prompt="say no", run=False
        )

        assert (error.code, error.data["kind"]) == (-33010, "invalidState")
        assert "2 prompts" in str(error)


async def test_pause_stops_the_turn_lets_the_process_go_and_run_takes_everything_up_again(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    turn = await make_busy(client, conversation)
    waits = await client.start(conversation, "say waits")

    paused = await client.act("pause", conversation)

    assert paused["conversation"]["executionStatus"] == "paused"
    assert (await client.ended(conversation, turn))["reason"] == "cancelled"
    assert (await client.act("pause", conversation))["conversation"]["executionStatus"] == "paused"
    resumed = await client.act("run", conversation)
    assert resumed["sessionLoadOutcome"] == "restored"
    assert (await client.ended(conversation, waits))["reason"] == "completed"
    assert len(journal.pids()) == 2
    assert journal.prompts() == [BUSY, "say waits"]


async def test_a_prompt_during_a_pause_goes_on_instead(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.start(conversation, f"{BUSY}\non-cancel sleep 500\non-cancel end cancelled")
    await client.until(lambda: client.text(conversation) == "busy")
    async with anyio.create_task_group() as pausing:
        pausing.start_soon(client.act, "pause", conversation)
        await client.event(conversation, "cancelRequested")

        assert (await client.prompt(conversation, "say on"))["endReason"] == "completed"

    assert client.infos[conversation]["executionStatus"] == "idle"
    assert len(journal.pids()) == 1


async def test_deleting_a_conversation_answers_every_prompt_that_waits(
    client: EaselClient, conversation: str
) -> None:
    running: list[Json] = []
    refused: list[ResponseError] = []

    async def send() -> None:
        running.append(await client.prompt(conversation, BUSY))

    async def queue() -> None:
        refused.append(
            await client.refused(
                "conversation/prompt", conversationId=conversation, prompt="say never"
            )
        )

    async with anyio.create_task_group() as waiting_for_answers:
        waiting_for_answers.start_soon(send)
        await client.event(conversation, "message")
        waiting_for_answers.start_soon(queue)
        await client.event(conversation, "promptQueued")
        await client.act("delete", conversation)
        client.created.remove(conversation)

    assert running[0]["endReason"] == "interrupted"
    assert (refused[0].code, refused[0].data["kind"]) == (-33001, "conversationNotFound")
