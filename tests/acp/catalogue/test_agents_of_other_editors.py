"""Zed's settings.json and JetBrains' acp.json are read where they are, and never trusted."""

from pathlib import Path

import pytest

from easel_acp.catalogue import AgentEntry, CatalogueProblem, Host
from easel_acp.catalogue.editor_files import (
    Editor,
    editor_file,
    parse_editor_agents,
    read_editor_agents,
)

HOME = Path("/home/ada")

ZED = """
// Zed settings
{
  "theme": "One Dark", // not ours
  "agent_servers": {
    "Qwen": {
      "type": "custom",
      "command": "qwen",
      "args": ["--acp",],
      "default_mode": "plan",
      "favorite_models": [],
    },
    "codex-acp": { "type": "registry", "env": { "CODEX_HOME": "~/work" } },
    "broken": { "command": 7 },
  },
}
"""


@pytest.mark.parametrize(
    ("editor", "platform", "environ", "file"),
    [
        ("zed", "linux", {}, "/home/ada/.config/zed/settings.json"),
        ("zed", "linux", {"XDG_CONFIG_HOME": "/c"}, "/c/zed/settings.json"),
        ("zed", "linux", {"XDG_CONFIG_HOME": ""}, "/home/ada/.config/zed/settings.json"),
        (
            "zed",
            "linux",
            {"XDG_CONFIG_HOME": "/c", "FLATPAK_XDG_CONFIG_HOME": "/f"},
            "/f/zed/settings.json",
        ),
        ("zed", "darwin", {"XDG_CONFIG_HOME": "/c"}, "/home/ada/.config/zed/settings.json"),
        ("zed", "win32", {"APPDATA": "/roaming"}, "/roaming/Zed/settings.json"),
        ("jetbrains", "linux", {"XDG_CONFIG_HOME": "/c"}, "/home/ada/.jetbrains/acp.json"),
        ("jetbrains", "win32", {}, "/home/ada/.jetbrains/acp.json"),
    ],
)
def test_each_platform_has_its_place(
    editor: Editor, platform: str, environ: dict[str, str], file: str
) -> None:
    assert editor_file(editor, Host(HOME, environ, platform)).as_posix() == file


def test_the_agents_of_zed_are_read_with_comments_and_trailing_commas() -> None:
    agents = parse_editor_agents("zed", ZED)
    assert agents.entries == {
        "Qwen": AgentEntry(command="qwen", args=("--acp",), default_mode="plan", type="custom"),
        "codex-acp": AgentEntry(type="registry", env={"CODEX_HOME": "~/work"}),
    }


def test_a_wrong_entry_costs_that_entry_only() -> None:
    (problem,) = parse_editor_agents("zed", ZED).problems
    assert (problem.source, problem.path) == ("zed", "agent_servers.broken.command")


def test_the_agents_of_jetbrains_are_read(tmp_path: Path) -> None:
    file = tmp_path / "acp.json"
    file.write_text(
        '{"agent_servers": {"Example Agent": {"command": "/x/agent", "args": ["acp"]}}}'
    )
    agents = read_editor_agents("jetbrains", file)
    assert agents.entries == {"Example Agent": AgentEntry(command="/x/agent", args=("acp",))}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"agent_servers": null}', '{"theme": "x"}'])
def test_a_file_without_agents_is_no_problem(text: str) -> None:
    agents = parse_editor_agents("zed", text)
    assert (agents.entries, agents.problems) == ({}, ())


def test_agents_in_a_list_are_a_problem_with_the_key() -> None:
    agents = parse_editor_agents("jetbrains", '{"agent_servers": []}')
    assert agents.problems == (
        CatalogueProblem("jetbrains", "agent_servers", "Expected an object"),
    )


def test_a_missing_file_is_no_problem(tmp_path: Path) -> None:
    assert read_editor_agents("zed", tmp_path / "settings.json").problems == ()


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b'{\n"agent_servers": {', "line 2: Input data was truncated"),
        (b"\xff\xfe", "'utf-8' codec can't decode byte 0xff"),
        (b" " * (4 * 1024 * 1024 + 1), "larger than 4194304 bytes"),
    ],
)
def test_an_unreadable_file_says_why(tmp_path: Path, content: bytes, cause: str) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    agents = read_editor_agents("zed", file)
    (problem,) = agents.problems
    assert agents.entries == {}
    assert problem.message.startswith(f"Zed's settings file could not be read: {cause}")
    assert str(file) in problem.message


def test_a_folder_in_its_place_says_why(tmp_path: Path) -> None:
    (problem,) = read_editor_agents("jetbrains", tmp_path).problems
    assert problem.message.startswith("JetBrains' acp.json could not be read: ")


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    file = tmp_path / "acp.json"
    file.write_bytes(b'\xef\xbb\xbf{"agent_servers": {"a": {"command": "a"}}}')
    assert list(read_editor_agents("jetbrains", file).entries) == ["a"]
