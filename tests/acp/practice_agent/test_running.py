"""Running a command: in the agent's own process group or in a terminal of the client."""

from pathlib import Path
from typing import Any

from easel_testing.raw_acp_client import RawSession, RpcError, allow

ASK = "session/request_permission"


async def test_a_command_runs_in_the_working_directory(bare: RawSession, tmp_path: Path) -> None:
    bare.client.handlers[ASK] = allow()
    turn = await bare.prompt("run pwd -P; echo tea >&2")
    (call,) = turn.tool_calls()
    assert (call["kind"], call["status"]) == ("execute", "completed")
    assert call["rawOutput"]["output"] == f"{tmp_path.resolve()}\ntea\n"
    assert call["rawOutput"]["exitCode"] == 0
    assert call["rawInput"] == {"command": "pwd -P; echo tea >&2", "cwd": str(tmp_path)}


async def test_output_is_shown_while_the_command_runs(bare: RawSession, tmp_path: Path) -> None:
    bare.client.handlers[ASK] = allow()
    prompt = await bare.begin("/run echo begun; until test -e go; do sleep 0.01; done; echo over")
    await bare.wait_for_update(
        lambda update: update.get("status") == "in_progress" and "begun" in str(update)
    )
    (tmp_path / "go").touch()
    turn = await bare.end_of(prompt)
    assert turn.tool_calls()[0]["rawOutput"]["output"] == "begun\nover\n"


async def test_a_failing_command_is_a_failed_tool_call(bare: RawSession) -> None:
    bare.client.handlers[ASK] = allow()
    turn = await bare.prompt("/run exit 3")
    assert turn.tool_calls()[0]["status"] == "failed"
    assert "exit code 3" in turn.text


async def test_a_killed_command_names_its_signal(bare: RawSession) -> None:
    bare.client.handlers[ASK] = allow()
    turn = await bare.prompt("/run kill -TERM $$")
    assert turn.tool_calls()[0]["rawOutput"]["signal"] == "SIGTERM"


async def test_a_child_that_keeps_the_output_open_does_not_hold_up_the_turn(
    bare: RawSession,
) -> None:
    bare.client.handlers[ASK] = allow()
    turn = await bare.prompt("/run sleep 600 & echo begun")
    assert turn.tool_calls()[0]["rawOutput"]["output"] == "begun\n"


async def test_much_output_is_cut_to_its_end(bare: RawSession) -> None:
    bare.client.handlers[ASK] = allow()
    turn = await bare.prompt("/run seq 1 100000; echo tea")
    output = turn.tool_calls()[0]["rawOutput"]
    assert output["truncated"] is True
    assert output["output"].endswith("100000\ntea\n")
    assert len(output["output"]) <= 64 * 1024


async def test_a_command_runs_in_a_terminal_of_the_client(full: RawSession, tmp_path: Path) -> None:
    created: list[dict[str, Any]] = []

    def create(params: dict[str, Any]) -> dict[str, Any]:
        created.append(params)
        return {"terminalId": "terminal-1"}

    full.client.handlers |= {
        ASK: allow(),
        "terminal/create": create,
        "terminal/wait_for_exit": lambda _: {"exitCode": 0},
        "terminal/output": lambda _: {"output": "tea\n", "truncated": False},
        "terminal/release": lambda _: {},
    }
    turn = await full.prompt("/run echo tea")
    assert created[0]["args"] == ["-c", "echo tea"]
    assert created[0]["cwd"] == str(tmp_path)
    (call,) = turn.tool_calls()
    assert call["content"] == [{"type": "terminal", "terminalId": "terminal-1"}]
    assert (call["status"], call["rawOutput"]["output"]) == ("completed", "tea\n")
    await full.client.wait_for_request(full, "terminal/release")


async def test_a_terminal_that_cannot_be_created_is_a_failed_tool_call(full: RawSession) -> None:
    def refuse(params: dict[str, Any]) -> None:
        raise RpcError(-32603, "No terminals left")

    full.client.handlers |= {ASK: allow(), "terminal/create": refuse}
    turn = await full.prompt("/run echo tea")
    assert turn.tool_calls()[0]["status"] == "failed"
    assert "No terminals left" in turn.text
