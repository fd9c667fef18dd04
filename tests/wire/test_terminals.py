"""Terminals of an agent: real ones, shown live in the tool calls that embed them."""

from pathlib import Path

from easel_testing.agents import Journal, alive, scripted_agent, wait_until_gone
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient, Json


def shown(event: Json) -> Json:
    """The terminal in the content of a tool call."""
    content: list[Json] = event["toolCall"]["content"]
    return next((item for item in content if item["type"] == "terminal"), {})


async def test_a_command_runs_in_a_real_terminal_in_the_working_directory(
    client: EaselClient, conversation: str, tmp_path: Path
) -> None:
    command = "pwd; test -t 1 && echo terminal; exit 3"
    await client.prompt(conversation, f"terminal {command}")

    lines = client.text(conversation).split()
    assert lines == [str(tmp_path / "workspace"), "terminal"]


async def test_what_a_terminal_prints_is_shown_live_in_its_tool_call_and_stays(
    client: EaselClient, conversation: str
) -> None:
    script = [
        "terminal-leave echo first; read line; echo got $line; exit 2",
        "tool t status=in_progress terminal=$terminal",
        "permission t title=Continue",
        "tool-update t status=completed terminal=$terminal",
        'request terminal/release {"sessionId": "$session", "terminalId": "$terminal"}',
    ]
    turn = await client.start(conversation, "\n".join(script))
    live = await client.event(
        conversation, "toolCall", lambda e: "first" in shown(e).get("output", "")
    )
    assert live["toolCall"]["status"] in {"pending", "in_progress"}
    assert shown(live)["truncated"] is False
    asked = await client.event(conversation, "permissionRequested")

    await client.ask(
        "permission/respond",
        conversationId=conversation,
        permissionId=asked["permissionId"],
        optionId="allow",
    )

    await client.ended(conversation, turn)
    last = client.of_type(conversation, "toolCall")[-1]
    assert last["toolCall"]["status"] == "completed"
    assert "first" in shown(last)["output"]


async def test_what_a_command_prints_before_its_tool_call_names_it_is_shown_while_it_runs(
    client: EaselClient, conversation: str
) -> None:
    script = [
        "terminal-leave echo early; read line",
        "sleep 500",
        "tool t status=in_progress terminal=$terminal",
        "hang",
    ]
    await client.start(conversation, "\n".join(script))

    await client.event(conversation, "toolCall", lambda e: "early" in shown(e).get("output", ""))


async def test_the_exit_code_of_a_command_is_shown(client: EaselClient, conversation: str) -> None:
    script = [
        "terminal-leave echo out; exit 5",
        "tool t status=in_progress terminal=$terminal",
        'request terminal/wait_for_exit {"sessionId": "$session", "terminalId": "$terminal"}',
        'request terminal/output {"sessionId": "$session", "terminalId": "$terminal"}',
        'request terminal/release {"sessionId": "$session", "terminalId": "$terminal"}',
    ]
    await client.prompt(conversation, "\n".join(script))

    last = client.of_type(conversation, "toolCall")[-1]
    assert (shown(last)["exitCode"], shown(last)["output"].strip()) == (5, "out")


async def test_no_more_is_kept_of_a_terminal_than_the_settings_say(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    limit = 2048
    async with editor({"test": agent}, {"limits": {"terminalOutputBytes": limit}}) as client:
        conversation = await client.conversation()

        await client.prompt(conversation, "terminal seq 100000 100999; echo the end")

        kept = client.text(conversation)
        assert kept.strip().endswith("the end")
        assert limit / 2 < len(kept) <= limit
        assert "100000" not in kept


async def test_the_terminals_of_a_conversation_end_with_its_agent(
    client: EaselClient, conversation: str, journal: Journal, tmp_path: Path
) -> None:
    pid_file = tmp_path / "workspace" / "pid"
    command = "terminal-leave echo $$ > pid.new; mv pid.new pid; sleep 100"
    await client.start(conversation, f"{command}\nhang")
    await client.event(conversation, "message")
    while not pid_file.exists():
        await client.act("queue/list", conversation)
    shell = int(pid_file.read_text())
    await client.act("cancel", conversation)
    assert alive(shell)

    await client.act("pause", conversation)

    await wait_until_gone(shell, *journal.pids())
