"""Tool calls: always shown whole, closed with their turn, and never brought back to life."""

from itertools import groupby
from pathlib import Path

from easel_testing.agents import Journal
from easel_testing.easel_client import EaselClient, Json


def statuses(client: EaselClient, conversation: str) -> list[str]:
    """What the tool calls of the conversation went through.

    How many snapshots tell of the same status depends on how they were merged.
    """
    told = (e["toolCall"]["status"] for e in client.of_type(conversation, "toolCall"))
    return [status for status, _ in groupby(told)]


async def stop_when_it_runs(client: EaselClient, conversation: str, script: str) -> Json:
    """Start the script, cancel when its tool runs, and return the end of the turn."""
    turn = await client.start(conversation, f"tool t status=in_progress\nhang\n{script}")
    await client.event(conversation, "toolCall")
    await client.act("cancel", conversation)
    return await client.ended(conversation, turn)


async def test_a_tool_call_is_always_the_whole_snapshot(
    client: EaselClient, conversation: str, tmp_path: Path
) -> None:
    path = tmp_path / "workspace" / "a file.txt"
    script = [
        f'tool t title="Edit it" kind=edit path="{path}" input=\'{{"x":1}}\'',
        "tool-update t status=in_progress",
        f'diff t path="{path}" old=a new=b',
        "tool-update t status=completed output='{\"y\":2}'",
    ]
    await client.prompt(conversation, "\n".join(script))

    assert statuses(client, conversation) == ["pending", "in_progress", "completed"]
    call = client.of_type(conversation, "toolCall")[-1]["toolCall"]
    assert call == {
        "toolCallId": "t",
        "title": "Edit it",
        "kind": "edit",
        "status": "completed",
        "content": [
            {
                "type": "diff",
                "path": str(path),
                "uri": path.as_uri(),
                "oldText": "a",
                "newText": "b",
            }
        ],
        "locations": [{"path": str(path), "uri": path.as_uri()}],
        "rawInput": {"x": 1},
        "rawOutput": {"y": 2},
    }


async def test_x1_a_cancel_closes_the_running_tool_before_the_agent_has_answered(
    client: EaselClient, conversation: str
) -> None:
    await stop_when_it_runs(client, conversation, "on-cancel sleep 50\non-cancel end cancelled")

    assert statuses(client, conversation) == ["in_progress", "cancelled"]
    closed = client.of_type(conversation, "toolCall")[-1]
    acknowledged = client.of_type(conversation, "cancelRequested")[-1]
    assert acknowledged["rung"] == "acknowledged"
    assert closed["seq"] < acknowledged["seq"]


async def test_x2_a_stopped_tool_does_not_run_again(client: EaselClient, conversation: str) -> None:
    script = "on-cancel tool-update t status=in_progress text=still\non-cancel end cancelled"
    await stop_when_it_runs(client, conversation, script)

    assert set(statuses(client, conversation)[1:]) == {"cancelled"}
    call = client.of_type(conversation, "toolCall")[-1]["toolCall"]
    assert call["content"][0]["content"]["text"] == "still"


async def test_x3_a_stopped_tool_takes_the_end_that_the_agent_gives_it(
    client: EaselClient, conversation: str
) -> None:
    script = "on-cancel tool-update t status=failed\non-cancel end cancelled"
    await stop_when_it_runs(client, conversation, script)

    assert statuses(client, conversation) == ["in_progress", "cancelled", "failed"]


async def test_x4_the_tool_of_an_agent_that_dies_is_interrupted(
    client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, "tool t status=in_progress\nkill KILL")

    assert statuses(client, conversation) == ["in_progress", "interrupted"]


async def test_x6_news_of_an_unknown_tool_call_make_a_card(
    client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, "tool-update new status=completed")

    (event,) = client.of_type(conversation, "toolCall")
    assert event["toolCall"] == {
        "toolCallId": "new",
        "title": "new",
        "kind": "other",
        "status": "completed",
    }


async def test_x7_a_cancel_does_not_touch_the_tools_of_an_earlier_turn(
    client: EaselClient, conversation: str
) -> None:
    first = (await client.prompt(conversation, "tool a status=in_progress"))["turnId"]
    before = [e for e in client.of_type(conversation, "toolCall") if e["turnId"] == first]

    await stop_when_it_runs(client, conversation, "")

    after = [e for e in client.of_type(conversation, "toolCall") if e["turnId"] == first]
    assert after == before


async def test_x8_a_tool_id_that_comes_again_in_another_turn_is_another_card(
    client: EaselClient, conversation: str
) -> None:
    first = (await client.prompt(conversation, "tool t title=One status=completed"))["turnId"]
    second = (await client.prompt(conversation, "tool t title=Two"))["turnId"]

    cards = {
        (e["turnId"], e["toolCall"]["title"]): e["toolCall"]["status"]
        for e in client.of_type(conversation, "toolCall")
    }
    assert cards == {(first, "One"): "completed", (second, "Two"): "interrupted"}


async def test_x9_an_unknown_status_or_kind_is_shown_as_something_general(
    client: EaselClient, conversation: str
) -> None:
    script = "tool t kind=telepathy status=levitating\ntool-update t status=completed"
    await client.prompt(conversation, script)

    assert statuses(client, conversation) == ["pending", "completed"]
    assert client.of_type(conversation, "toolCall")[0]["toolCall"]["kind"] == "telepathy"


async def test_x9_a_tool_call_with_fields_of_wrong_types_is_shown_with_the_rest(
    client: EaselClient, conversation: str
) -> None:
    update = (
        '{"sessionUpdate": "tool_call", "toolCallId": "t", "title": 7, "kind": null, '
        '"status": [], "content": "x", "locations": [1, {"path": 3}]}'
    )
    await client.prompt(conversation, f"update {update}\nsay ok")

    call = client.of_type(conversation, "toolCall")[0]["toolCall"]
    assert (call["title"], call["kind"], call["status"]) == ("t", "other", "pending")
    assert client.text(conversation) == "ok"


async def test_x10_a_tool_that_is_left_pending_is_closed_with_its_turn(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    turn = (await client.prompt(conversation, "tool t"))["turnId"]

    assert statuses(client, conversation) == ["pending", "interrupted"]
    order = [e["type"] for e in client.events[conversation]]
    assert order.index("turnEnded") > len(order) - 1 - order[::-1].index("toolCall")
    assert (await client.ended(conversation, turn))["reason"] == "completed"
    assert len(journal.pids()) == 1
