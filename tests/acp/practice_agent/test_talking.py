"""What the practice agent says, and how it streams."""

import base64
from pathlib import Path

import pytest

from easel_testing.raw_acp_client import RawSession


async def test_the_first_answer_says_what_one_can_type_and_the_second_does_not(
    bare: RawSession,
) -> None:
    first = await bare.prompt("hello")
    second = await bare.prompt("hello")
    assert "You can type `/plan`" in first.text
    assert "You can type" not in second.text
    assert first.stop_reason == second.stop_reason == "end_turn"


async def test_an_answer_streams_in_chunks_of_one_message(bare: RawSession) -> None:
    turn = await bare.prompt("/table")
    chunks = turn.of_kind("agent_message_chunk")
    assert len(chunks) > 20
    assert len({chunk["messageId"] for chunk in chunks}) == 1
    assert "|:--------|" in turn.text


async def test_each_turn_has_messages_of_its_own(bare: RawSession) -> None:
    turns = [await bare.prompt("hello") for _ in range(2)]
    ids = [turn.of_kind("agent_message_chunk")[0]["messageId"] for turn in turns]
    assert len(set(ids)) == 2


async def test_unknown_text_is_repeated(bare: RawSession) -> None:
    turn = await bare.prompt("The weather\nis fine")
    assert "> The weather\n> is fine" in turn.text
    assert "4 words" in turn.text


async def test_attachments_are_named(bare: RawSession) -> None:
    turn = await bare.prompt(
        [
            {"type": "text", "text": "Explain this"},
            {"type": "resource_link", "name": "a.py", "uri": "file:///a.py"},
            {"type": "resource", "resource": {"uri": "file:///b.py", "text": "1\n2\n"}},
            {"type": "image", "data": "AAAA", "mimeType": "image/png"},
        ]
    )
    assert "**a.py**: a link to file:///a.py" in turn.text
    assert "**b.py**: 2 lines of text" in turn.text
    assert "**image**: image/png, about 3 bytes" in turn.text


async def test_an_unknown_slash_command_gets_a_suggestion(bare: RawSession) -> None:
    turn = await bare.prompt("/pln")
    assert "Did you mean `/plan`?" in turn.text


async def test_help_lists_every_announced_command(bare: RawSession) -> None:
    announced = await bare.wait_for_update(
        lambda update: update["sessionUpdate"] == "available_commands_update"
    )
    text = (await bare.prompt("/help")).text
    names = [command["name"] for command in announced["availableCommands"]]
    assert {"plan", "edit", "run", "ask", "long", "think", "table", "remember"} <= set(names)
    assert [name for name in names if f"`/{name}" not in text] == []


async def test_the_commands_are_announced_after_the_session_is_known(bare: RawSession) -> None:
    await bare.wait_for_update(lambda update: update)
    messages = bare.client.wire.messages
    opened = next(i for i, m in enumerate(messages) if m.get("result") is bare.opened)
    announced = next(
        i for i, m in enumerate(messages) if m.get("params", {}).get("sessionId") == bare.id
    )
    assert opened < announced


async def test_thoughts_come_apart_from_the_answer(bare: RawSession) -> None:
    turn = await bare.prompt("think about tea")
    assert "tea" in turn.thoughts
    assert turn.thoughts not in turn.text


async def test_a_plan_progresses_to_its_end(bare: RawSession, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("# TODO: tea\n")
    turn = await bare.prompt("make a plan")
    plans = turn.of_kind("plan")
    done = [[entry["status"] for entry in plan["entries"]].count("completed") for plan in plans]
    assert done == [0, 1, 2, 3]
    look, search = turn.tool_calls()
    assert (look["kind"], look["locations"]) == ("read", [{"path": str(tmp_path)}])
    assert look["rawOutput"] == {"names": ["a.py"]}
    assert (search["kind"], search["rawOutput"]) == ("search", {"hits": ["a.py"]})
    assert {call["status"] for call in turn.tool_calls()} == {"completed"}


async def test_the_title_is_the_first_prompt(bare: RawSession) -> None:
    first = await bare.prompt("  Brew\nsome tea " + "with milk " * 20)
    second = await bare.prompt("hello")
    (title,) = [u["title"] for u in first.of_kind("session_info_update") if "title" in u]
    assert title.startswith("Brew some tea with milk")
    assert len(title) <= 60
    assert not any("title" in update for update in second.of_kind("session_info_update"))


async def test_usage_grows_with_the_conversation(bare: RawSession) -> None:
    turns = [await bare.prompt("/table") for _ in range(2)]
    used = [turn.of_kind("usage_update")[-1]["used"] for turn in turns]
    assert 0 < used[0] < used[1] < turns[0].of_kind("usage_update")[-1]["size"]
    output = 0
    for turn in turns:
        output += -(-len(turn.text) // 4)
        usage = turn.result["usage"]
        assert usage["outputTokens"] == output, "usage is of the session so far"
        assert usage["totalTokens"] == (
            usage["inputTokens"] + usage["outputTokens"] + usage["thoughtTokens"]
        )


@pytest.mark.parametrize("reason", ["max_tokens", "max_turn_requests", "refusal"])
async def test_a_turn_can_end_with_every_stop_reason(bare: RawSession, reason: str) -> None:
    assert (await bare.prompt(f"/end {reason}")).stop_reason == reason


async def test_what_was_said_before_is_remembered(bare: RawSession) -> None:
    await bare.prompt("My tea is green")
    await bare.prompt("/remember the door code is 42")
    turn = await bare.prompt("what did I say first?")
    assert "> My tea is green" in turn.text
    assert "- the door code is 42" in turn.text


async def test_mcp_servers_are_listed_without_their_secrets(bare: RawSession) -> None:
    session = await bare.client.new_session(
        Path("/"),
        mcpServers=[
            {
                "name": "files",
                "command": "/bin/files",
                "args": ["-v"],
                "env": [{"name": "KEY", "value": "secret"}],
            },
            {
                "type": "http",
                "name": "web",
                "url": "https://example.com/mcp",
                "headers": [{"name": "Authorization", "value": "secret"}],
            },
        ],
    )
    text = (await session.prompt("/mcp")).text
    assert "**files** (stdio): `/bin/files -v`" in text
    assert "**web** (http): https://example.com/mcp" in text
    assert "secret" not in text
    assert "no MCP servers" in (await bare.prompt("/mcp")).text


async def test_a_picture_and_a_link_are_content_blocks(bare: RawSession) -> None:
    turn = await bare.prompt("show me a picture")
    contents = [chunk["content"] for chunk in turn.of_kind("agent_message_chunk")]
    (image,) = [content for content in contents if content["type"] == "image"]
    (link,) = [content for content in contents if content["type"] == "resource_link"]
    assert image["mimeType"] == "image/png"
    assert base64.b64decode(image["data"]).startswith(b"\x89PNG")
    assert link["uri"] == "https://agentclientprotocol.com/"
