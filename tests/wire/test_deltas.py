"""What the agent writes arrives whole, once and in order, whatever else it sends."""

import copy
from pathlib import Path

import pytest

from easel_testing.agents import Journal, scripted_agent, stream_text
from easel_testing.easel import OpenEditor, SharedServer, easel
from easel_testing.easel_client import EaselClient

TRUNCATED = "too long and is left out.]"


async def test_d1_d2_d3_d5_all_chunks_arrive_in_order_and_before_the_end_is_announced(
    client: EaselClient, conversation: str
) -> None:
    turn = (await client.prompt(conversation, "stream 3000"))["turnId"]

    assert client.text(conversation) == stream_text(3000)
    last = client.events[conversation][-2:]
    assert [event["type"] for event in last] == ["turnEnded", "statusChanged"]
    assert last[0]["turnId"] == turn


async def test_d4_repeated_text_is_kept(client: EaselClient, conversation: str) -> None:
    await client.prompt(conversation, "say ha\nsay ha\nsay ha!\nsay ha")

    assert client.text(conversation) == "hahaha!ha"


async def test_d6_an_echo_of_the_prompt_is_not_shown_but_other_words_of_the_user_are(
    client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, r'echo "other\u0020words"')
    await client.prompt(conversation, "echo the whole of what was asked\nsay done")

    assert client.text(conversation, role="user") == "other words"
    assert client.text(conversation) == "done"


async def test_messages_are_told_apart_by_role_and_by_the_ids_of_the_agent(
    client: EaselClient, conversation: str
) -> None:
    script = "think hm\nmessage a\nsay one\nmessage b\nsay two\nmessage a\nsay three"
    await client.prompt(conversation, script)

    messages: dict[str, str] = {}
    for event in client.of_type(conversation, "message"):
        assert event["append"] is (event["messageId"] in messages)
        said = messages.get(event["messageId"], "")
        messages[event["messageId"]] = said + event["content"]["text"]
    assert list(messages.values()) == ["hm", "onethree", "two"]
    assert client.text(conversation, role="thought") == "hm"


async def test_content_that_is_no_text_arrives_as_it_was_sent(
    client: EaselClient, conversation: str
) -> None:
    image = '{"type": "image", "data": "AAAA", "mimeType": "image/png", "_meta": {"x": 1}}'
    await client.prompt(conversation, f"content {image}")

    (message,) = client.of_type(conversation, "message")
    assert message["content"] == {
        "type": "image",
        "data": "AAAA",
        "mimeType": "image/png",
        "_meta": {"x": 1},
    }


async def test_d13_what_an_editor_was_told_stays_what_another_reads_later(
    client: EaselClient, conversation: str, editor: OpenEditor
) -> None:
    script = "tool t status=pending text=one\ntool-update t status=in_progress text=two\nsay so"
    turn = await client.start(conversation, f"{script}\nelicit Which one?")
    await client.event(conversation, "elicitationRequested")
    told = copy.deepcopy(client.of_type(conversation, "toolCall"))

    await client.act("cancel", conversation)
    await client.ended(conversation, turn)
    await client.prompt(conversation, "tool t status=completed text=three")

    async with editor() as other:
        await other.open(conversation)
        read = other.of_type(conversation, "toolCall")
    assert [call["toolCall"]["status"] for call in told] == ["pending", "in_progress"]
    assert read[: len(told)] == told


async def test_b15_usage_is_the_newest_level_of_a_session_and_never_a_sum_of_levels(
    client: EaselClient, conversation: str
) -> None:
    for level in (10, 25, 25, 20):
        usage = f'{{"inputTokens": {level}, "outputTokens": {level * 2}}}'
        result = await client.prompt(
            conversation, f"usage used={level} size=99 cost={level}\nend end_turn usage={usage}"
        )
        assert result["usage"]["inputTokens"] == level

    shown = client.infos[conversation]["usage"]
    assert (shown["inputTokens"], shown["outputTokens"]) == (25, 50)
    assert shown["cost"] == {"amount": 25.0, "currency": "USD"}
    assert (shown["contextUsed"], shown["contextSize"]) == (20, 99)


async def test_b15_the_practice_agent_counts_its_session_across_processes(tmp_path: Path) -> None:
    async with easel(tmp_path) as client:
        conversation = await client.conversation(agent="easel-practice")
        levels = []
        for prompt in ("hello", "hello again"):
            result = await client.prompt(conversation, prompt)
            levels.append(result["usage"]["outputTokens"])
            await client.act("pause", conversation)

        assert 0 < levels[0] < levels[1]
        assert client.infos[conversation]["usage"]["outputTokens"] == levels[1]


async def test_plans_usage_titles_commands_and_notices_are_shown(
    client: EaselClient, conversation: str
) -> None:
    notice = '{"sessionUpdate": "notice", "severity": "warning", "title": "Careful"}'
    script = [
        "plan completed One | pending Two",
        "usage used=5 size=9 cost=0.25",
        "usage used=NaN size=-1 cost=NaN",
        "title Milk",
        "commands review",
        f"update {notice}",
        'end end_turn usage={"inputTokens": 7, "outputTokens": -2}',
    ]
    result = await client.prompt(conversation, "\n".join(script))

    (plan,) = client.of_type(conversation, "plan")
    assert [entry["content"] for entry in plan["entries"]] == ["One", "Two"]
    (told,) = client.of_type(conversation, "notice")
    assert (told["level"], told["text"]) == ("warning", "Careful")
    assert result["usage"] == {"inputTokens": 7}
    info = client.infos[conversation]
    cost = {"amount": 0.25, "currency": "USD"}
    assert info["usage"] == {"contextUsed": 5, "contextSize": 9, "cost": cost, "inputTokens": 7}
    assert info["title"] == "Milk"
    assert [command["name"] for command in info["commands"]] == ["review"]


async def test_d7_characters_cut_in_two_and_very_long_lines_arrive_intact(
    client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, "split-utf8 Grüße 🎨\nhuge-line 300000")

    assert client.text(conversation) == "Grüße 🎨" + "h" * 300_000


async def test_d8_noise_costs_nothing_and_its_words_are_not_logged(
    client: EaselClient, conversation: str, server: SharedServer
) -> None:
    result = await client.prompt(conversation, "say a\nnoise npm WARN a secret\nsay b")

    assert result["endReason"] == "completed"
    assert client.text(conversation) == "ab"
    assert "npm WARN a secret" not in server.log.read_text()


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        *((fault, "") for fault in ("scalar", "string", "array", "null", "empty", "nan")),
        *((fault, "") for fault in ("no-update", "unknown-notification", "unknown-request")),
        *((fault, "") for fault in ("unknown-response", "unknown-update", "deep")),
        ("bad-utf8", ""),
        ("surrogate", "\N{REPLACEMENT CHARACTER}"),
        ("bom", "after a byte order mark"),
        ("crlf", "before a carriage return"),
        ("meta-hijack", "x"),
        ("nested-jsonrpc", "nested"),
    ],
)
async def test_d8_a_message_that_is_wrong_costs_at_most_itself(
    client: EaselClient, conversation: str, journal: Journal, fault: str, shown: str
) -> None:
    result = await client.prompt(conversation, f"say a\nfault {fault}\nsay b")

    assert result["endReason"] == "completed"
    assert client.text(conversation) == f"a{shown}b"
    assert len(journal.pids()) == 1


async def test_d8_a_line_over_the_limit_is_skipped_and_the_turn_goes_on(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}, {"limits": {"lineBytes": 10_000}}) as client:
        conversation = await client.conversation()

        result = await client.prompt(conversation, "say a\nhuge-line 100000\nsay b")

        assert result["endReason"] == "completed"
        assert client.text(conversation) == "ab"


async def test_an_update_that_nobody_knows_is_passed_on_as_it_came(
    client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, "fault unknown-update")

    (unknown,) = client.of_type(conversation, "unknown")
    assert unknown["update"] == {"sessionUpdate": "hologram", "beam": [1, 2]}


async def test_d9_a_prompt_whose_answer_is_lost_is_not_sent_again(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    result = await client.prompt(conversation, "say so far\nexit 9")

    assert result["endReason"] == "crashed"
    await client.act("resume", conversation)
    assert client.text(conversation) == "so far"
    assert len(journal.prompts()) == 1


async def test_d10_a_text_without_end_is_cut_visibly_and_alike_for_everyone(
    client: EaselClient, conversation: str
) -> None:
    result = await client.prompt(conversation, "flood 18 size=1000000")

    assert result["endReason"] == "completed"
    live = client.text(conversation)
    assert 16_000_000 < len(live) < 17_000_000
    assert live.endswith(TRUNCATED)
    client.events.clear()
    await client.open(conversation, sinceSeq=0)
    await client.until(lambda: client.text(conversation) == live)


@pytest.mark.parametrize("resume_with_seq", [True, False])
async def test_d11_an_editor_that_comes_back_in_mid_turn_misses_nothing_and_gets_nothing_twice(
    client: EaselClient, conversation: str, editor: OpenEditor, resume_with_seq: bool
) -> None:
    turn = await client.start(conversation, "stream 2000 every=0.2\nsay the end")
    await client.event(conversation, "message")
    async with editor() as other:
        await other.open(conversation, sinceSeq=0)
        await other.until(lambda: len(other.text(conversation)) > 100)
        seen = other.events[conversation]
    async with editor() as again:
        if resume_with_seq:
            again.events[conversation] = list(seen)
            await again.open(conversation, sinceSeq=seen[-1]["seq"])
        else:
            await again.open(conversation)
        await again.ended(conversation, turn)

        assert again.text(conversation) == stream_text(2000) + "the end"
        await client.ended(conversation, turn)
        assert client.text(conversation) == again.text(conversation)


async def test_d11_opening_at_any_seq_goes_on_exactly_there(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "tool a\nsay one\ntool b\nsay two\ntool c")
        everything = client.events[conversation]

        for event in everything:
            opened = await client.act("open", conversation, sinceSeq=event["seq"])
            assert opened["events"] == [e for e in everything if e["seq"] > event["seq"]]
            assert opened["seq"] == everything[-1]["seq"]
            assert opened["hasEarlier"] is True
