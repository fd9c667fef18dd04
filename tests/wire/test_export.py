"""Exports: all of a conversation, as Markdown for people and as JSON for programs."""

from pathlib import Path

import msgspec

from easel_server.plain_lsp.chat.document import read_chat
from easel_testing.agents import scripted_agent
from easel_testing.conversation_rules import check_events
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient

RICH = """\
think I should look
tool t1 title="Edit notes.md" kind=edit status=in_progress
diff t1 path=/notes.md old="one" new="two"
tool-update t1 status=completed
plan completed Look | pending Write
usage used=1200 size=200000 cost=0.25 currency=USD
say done"""


async def test_markdown_shows_what_was_said_thought_and_done(
    client: EaselClient, conversation: str
) -> None:
    await client.act("rename", conversation, title="Notes | more")
    turn = (await client.prompt(conversation, RICH))["turnId"]

    text: str = (await client.act("export", conversation, format="markdown"))["text"]

    info = client.infos[conversation]
    assert text.startswith(f"<!-- easel: {conversation} -->\n\n# Notes | more\n\n| | |\n")
    assert f"| Agent | {info['acpAgentName']} {info['acpAgentVersion']} (`test`) |" in text
    assert "| Usage | context 1%, 0.25 USD |" in text
    assert f"\n## You\n\n{RICH}\n" in text
    assert f"\n## Agent: test <!-- turn {turn[:12]} -->\n" in text
    assert "\n<details>\n<summary>Thought</summary>\n\nI should look\n\n</details>\n" in text
    assert "<summary>Edit notes.md (done)</summary>" in text
    assert "```diff\n@@ -1 +1 @@\n-one\n+two\n```" in text
    assert "\n- [x] Look\n- [ ] Write\n" in text
    assert "\ndone\n" in text
    (ending,) = [line for line in text.splitlines() if line.endswith(" · Done*")]
    assert " UTC · " in ending


async def test_markdown_is_a_chat_document_to_go_on_with(
    client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, 'say "## You\\nnever said\\n## Agent: nobody"')

    chat = read_chat((await client.act("export", conversation, format="markdown"))["text"])

    assert chat.conversation_id == conversation
    assert [section.speaker for section in chat.sections] == ["you", "agent", "you"]
    assert chat.prompt == ""


async def test_what_was_said_cannot_break_out_of_its_fold(
    client: EaselClient, conversation: str
) -> None:
    step = 'tool t title="<b>`" output=\'"```"\' status=completed'
    await client.prompt(conversation, f"think </details>\n{step}")

    text = (await client.act("export", conversation, format="markdown"))["text"]

    _, answer = text.split("## Agent")
    assert answer.count("<details>") == answer.count("</details>") == 2
    assert "<summary>&lt;b&gt;` (done)</summary>" in answer
    assert "````\n```\n````" in answer


async def test_json_has_every_event_as_the_wire_has_it(
    client: EaselClient, conversation: str, tmp_path: Path
) -> None:
    await client.prompt(conversation, RICH)
    target = tmp_path / "out.json"

    result = await client.act("export", conversation, format="json", target=str(target))

    assert result == {"uri": target.as_uri(), "size": target.stat().st_size}
    exported = msgspec.json.decode(target.read_bytes())
    check_events(exported["events"])
    assert exported["conversation"]["id"] == conversation
    assert exported["events"][-1]["seq"] == exported["conversation"]["seq"]
    texts = [e["content"]["text"] for e in exported["events"] if e["type"] == "message"]
    assert texts == ["I should look", "done"]
    assert not list(tmp_path.glob(".*new"))


async def test_an_export_during_a_turn_has_what_was_said_so_far(
    client: EaselClient, conversation: str
) -> None:
    turn = await client.start(conversation, "say half\nhang")
    await client.event(conversation, "message")

    text = (await client.act("export", conversation, format="markdown"))["text"]

    assert "\nhalf\n" in text
    await client.act("cancel", conversation)
    await client.ended(conversation, turn)


async def test_a_long_conversation_goes_into_a_file_and_stops_nobody(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "huge-line 9000000")
        other = await client.conversation()

        error = await client.refused(
            "conversation/export", conversationId=conversation, format="markdown"
        )
        target = tmp_path / "long.md"
        result = await client.act("export", conversation, format="markdown", target=target.as_uri())
        await client.prompt(other, "say quick")

        assert (error.code, error.data["kind"]) == (-33010, "invalidState")
        assert "target" in error.message
        assert result["size"] == target.stat().st_size > 9_000_000


async def test_an_export_to_where_nothing_can_be_written_says_so(
    client: EaselClient, conversation: str, tmp_path: Path
) -> None:
    for target, code in ((tmp_path / "no" / "x.md", -32602), (tmp_path, -33010)):
        error = await client.refused(
            "conversation/export",
            conversationId=conversation,
            format="markdown",
            target=str(target),
        )
        assert error.code == code
    error = await client.refused("conversation/export", conversationId="no-such", format="markdown")
    assert error.data["kind"] == "conversationNotFound"
