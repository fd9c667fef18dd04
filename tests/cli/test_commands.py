"""The commands that need no server, and what all commands have in common."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from easel_server.cli.app import easel
from easel_testing.cli import Home

COMMANDS = (
    "demo", "chat", "ask", "conversations", "lease", "agents", "doctor", "serve",
    "practice-agent", "mcp", "completion",
)  # fmt: skip


@pytest.fixture(scope="module")
def runner() -> CliRunner:
    """Runs commands that start nothing in this process."""
    return CliRunner()


def test_the_help_of_easel_lists_every_command_and_where_to_begin(home: Home) -> None:
    result = home.run("--help")
    assert result.returncode == 0
    assert "Begin here:" in result.stdout
    assert [name for name in COMMANDS if f"\n  {name} " not in result.stdout] == []
    assert "..." not in result.stdout.split("Commands:")[1]


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "practice-agent"])
def test_the_help_of_a_command_teaches_with_examples(command: str, runner: CliRunner) -> None:
    result = runner.invoke(easel, [command, "--help"])
    assert result.exit_code == 0
    assert f"easel {command}" in result.output.split("Examples:")[1]


def test_wrong_usage_has_an_exit_code_of_its_own(home: Home) -> None:
    result = home.run("ask", "--no-such-option")
    assert result.returncode == 64
    assert "--no-such-option" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["ask"], "Say what to ask"),
        (["serve", "--stdio", "--tcp", "0"], "Choose one of"),
        (["ask", "--allow", "--reject", "x"], "Choose one of"),
    ],
)
def test_wrong_usage_is_told_with_advice(
    arguments: list[str], advice: str, runner: CliRunner
) -> None:
    with open(os.devnull, encoding="utf-8") as nothing:
        result = runner.invoke(easel, arguments, input=nothing)
    assert advice in result.output


def test_agents_are_listed_with_the_reason_why_one_cannot_start(home: Home) -> None:
    result = home.run("agents")
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert any(line.split()[:3] == ["✓", "*", "scripted"] for line in lines)
    assert any(line.startswith("✗ broken: 'no-such-program' is not on PATH.") for line in lines)
    assert any("easel-practice" in line and "builtin" in line for line in lines)
    assert "\x1b" not in result.stdout


def test_agents_as_json_are_what_the_server_tells(home: Home) -> None:
    agents = json.loads(home.run("agents", "--json").stdout)["agents"]
    broken = next(agent for agent in agents if agent["id"] == "broken")
    assert broken["available"] is False
    assert broken["source"] == "config"
    assert "not on PATH" in broken["reason"]


def test_doctor_finds_what_is_wrong_and_says_how_to_mend_it(home: Home) -> None:
    with home.config_file.open("a", encoding="utf-8") as file:
        file.write("\n[cancle]\ntimeoutMs = 1\n")
    result = home.run("doctor")
    assert result.returncode == 1
    lines = result.stdout.splitlines()
    at = lines.index(
        "✗ Agent broken: 'no-such-program' is not on PATH. Install it, or give its full"
    )
    assert lines[at + 2] == "  → Correct easel.agents.broken"
    assert any(line.startswith("! Configuration: ") for line in lines)


def test_doctor_is_content_with_a_machine_that_works(home: Home) -> None:
    home.config_file.unlink()
    result = home.run("doctor", "--json")
    assert result.returncode == 0, result.stdout
    checks = json.loads(result.stdout)["checks"]
    assert {check["status"] for check in checks} <= {"ok", "warn"}
    assert not home.state.exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_and_how_to_install_it(shell: str, runner: CliRunner) -> None:
    result = runner.invoke(easel, ["completion", shell])
    assert result.exit_code == 0
    assert "_EASEL_COMPLETE" in result.output
    assert f"# Install: easel completion {shell} > " in result.output


def test_agents_are_completed_in_the_shell(home: Home) -> None:
    words = {"COMP_WORDS": "easel ask --agent s", "COMP_CWORD": "3"}
    result = Home(home.path, {"_EASEL_COMPLETE": "bash_complete", **words}).run()
    assert result.stdout == "plain,scripted\n"


def test_the_practice_agent_gets_all_its_arguments(home: Home) -> None:
    result = home.run("practice-agent", "--help")
    assert result.returncode == 0
    assert "--pace" in result.stdout


def test_a_chat_without_a_terminal_says_what_to_do_instead(home: Home) -> None:
    result = home.run("chat")
    assert result.returncode == 1
    assert result.stderr == (
        "easel: `easel chat` needs a terminal. In scripts and pipes use: easel ask\n"
    )


def test_a_state_folder_that_cannot_be_used_is_one_clear_sentence(home: Home) -> None:
    (home.path / "state").write_text("a file", encoding="utf-8")
    result = home.run("ask", "hello")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert str(home.state) in result.stderr
    assert "XDG_STATE_HOME" in result.stderr


def test_serve_imports_nothing_that_only_the_other_commands_need() -> None:
    program = (
        "import sys; sys.argv = ['easel', 'serve']\n"
        "import easel_server.cli, easel_server.cli.serving\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
        "print('easel_server.client' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    packages, has_client = result.stdout.splitlines()
    assert {"rich", "prompt_toolkit", "click", "acp", "websockets"} & set(packages.split()) == set()
    assert has_client == "False"


def test_a_poor_encoding_costs_a_tick_mark_and_nothing_else(home: Home) -> None:
    result = Home(home.path, {"PYTHONIOENCODING": "ascii"}).run("agents")
    assert result.returncode == 0
    assert any(line.startswith("? * scripted ") for line in result.stdout.splitlines())
