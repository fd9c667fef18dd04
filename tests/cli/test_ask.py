"""`easel ask`: one prompt, fit for pipes."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from easel_conversation.ids import TurnId
from easel_conversation.values import EndReason
from easel_server.cli.ask.outcome import EXIT_CODES, exit_code
from easel_server.cli.errors import refusal
from easel_server.io.jsonrpc import ResponseError
from easel_server.protocol.conversation import PromptResult
from easel_server.protocol.error_codes import CODES
from easel_testing.cli import EASEL, WAIT_SECONDS, Home

WRITES = """\
tool c1 title="Write note.txt" kind=edit
diff c1 path=/p/note.txt new=hello
permission c1 title="Write note.txt" yes:allow_once no:reject_once
"""


def test_only_the_answer_goes_to_stdout_and_what_is_piped_in_goes_to_the_agent(home: Home) -> None:
    script = "say **Hello**\nthink hm\ntool c1 title=Look status=completed\nreport prompt"
    result = home.run("ask", script, stdin="# piped in\n")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("**Hello**\n\n")
    assert "# piped in" in result.stdout
    assert result.stdout.endswith("\n")
    assert "│ hm" in result.stderr
    assert "✓ Look" in result.stderr
    assert "Done" in result.stderr
    assert "\x1b" not in result.stdout + result.stderr
    home.wait_until_empty()


def test_without_a_terminal_a_permission_is_rejected(home: Home) -> None:
    result = home.run("ask", WRITES)
    assert result.stdout == "permission c1: selected no\n"
    assert "? Write note.txt" in result.stderr
    assert "+hello" in result.stderr


def test_json_is_one_object_and_allow_allows_what_the_agent_asks(home: Home) -> None:
    result = home.run("ask", "--json", "--quiet", "--allow", f"{WRITES}end max_tokens")
    assert result.returncode == 2
    assert result.stderr == ""
    told = json.loads(result.stdout)
    assert told["answer"] == "permission c1: selected yes"
    assert (told["endReason"], told["stopReason"]) == ("truncated", "max_tokens")
    assert told["agent"] == "scripted"


def test_an_agent_that_dies_keeps_what_it_said_and_fails_in_one_sentence(home: Home) -> None:
    result = home.run("ask", "--quiet", "say this far\nexit 3")
    assert result.returncode == 5
    assert result.stdout == "this far\n"
    assert "Traceback" not in result.stderr


def test_an_agent_that_cannot_start_is_an_exit_code_of_its_own(home: Home) -> None:
    result = home.run("ask", "--agent", "broken", "hello")
    assert result.returncode == 6
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "no-such-program" in result.stderr


def test_on_a_terminal_a_permission_is_asked_and_answered_by_a_letter(home: Home) -> None:
    with pexpect.spawn(
        EASEL[0],
        [*EASEL[1:], "ask", WRITES],
        cwd=str(home.project),
        env=home.env,
        encoding="utf-8",
        timeout=WAIT_SECONDS,
    ) as terminal:
        terminal.expect_exact("[1/y]")
        terminal.expect_exact("Write note.txt?")
        terminal.send("z\r")
        terminal.expect_exact("Please type one of 1/y, 2/n.")
        terminal.send("y\r")
        terminal.expect_exact("selected yes")
        terminal.expect(pexpect.EOF)
    assert terminal.wait() == 0


def test_ctrl_c_stops_the_agent_and_leaves_nothing_behind(home: Home) -> None:
    with home.started("ask", "say begun\nhang", stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.read(5) == "begun"
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=WAIT_SECONDS)
    assert rest == "\n"
    assert process.returncode == 130
    home.wait_until_empty()


def test_a_reader_that_leaves_ends_it_quietly(home: Home) -> None:
    with home.started(
        "ask", "stream 100000 every=2 size=200", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(5)
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(WAIT_SECONDS) == 141
    home.wait_until_empty()


def test_nothing_of_a_conversation_stays_behind(home: Home) -> None:
    assert home.run("ask", "say hello").returncode == 0
    assert not list(home.state.glob("conversations/*"))
    assert not list(home.state.glob("trash/*"))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to handle")
def test_being_terminated_leaves_nothing_behind(home: Home, tmp_path: Path) -> None:
    passing = tmp_path / "passing"
    passing.mkdir()
    there = Home(home.path, {"TMPDIR": str(passing)})
    with there.started("ask", "say begun\nhang", stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.read(5) == "begun"
        assert list(passing.glob("easel-ask-*"))
        process.terminate()
        process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 130
    assert not list(passing.glob("easel-ask-*"))
    home.wait_until_empty()


def test_an_agent_that_dies_while_it_starts_is_told_once(home: Home) -> None:
    with home.config_file.open("a", encoding="utf-8") as file:
        file.write('\ndying.command = "false"\n')
    for options in ([], ["--quiet"]):
        result = home.run("ask", *options, "--agent", "dying", "hello")
        assert result.returncode == 5
        assert result.stderr.count("while it was starting") == 1


def test_an_agent_that_stands_in_for_the_default_is_named(home: Home) -> None:
    config = home.config_file.read_text(encoding="utf-8")
    wanted = config.replace('defaultAgent = "scripted"', 'defaultAgent = "broken"')
    home.config_file.write_text(wanted, encoding="utf-8")
    said = home.run("ask", "--quiet", "say hello").stderr
    assert said.count("\n") == 1
    assert "The default agent 'broken' cannot start: 'no-such-program'" in said
    assert "Using '" in said


def test_a_broken_configuration_is_mentioned_with_its_line(home: Home) -> None:
    home.config_file.write_text("[agents\n", encoding="utf-8")
    for command in (["ask", "--quiet", "/help"], ["agents"]):
        assert f"easel: {home.config_file}:1:" in home.run(*command).stderr


@pytest.mark.parametrize("kind", CODES)
def test_the_errors_of_agents_are_told_from_all_others(kind: str) -> None:
    error = refusal(ResponseError(CODES[kind], "no", {"kind": kind}))
    of_agents = {"agentCrashed", "agentError", "sessionLoadFailed", "cancelTimeout"}
    without = {"agentUnavailable", "authRequired"}
    assert error.exit_code == (5 if kind in of_agents else 6 if kind in without else 1)


@pytest.mark.parametrize("reason", EXIT_CODES)
def test_every_end_has_an_exit_code(reason: EndReason) -> None:
    result = PromptResult(turn_id=TurnId("t"), end_reason=reason)
    assert (exit_code(result) == 0) == (reason == "completed")


def test_a_login_that_is_missing_is_told_from_a_crash() -> None:
    error = {"kind": "authRequired", "message": "Log in."}
    assert exit_code(PromptResult(turn_id=TurnId("t"), end_reason="failed", error=error)) == 6
