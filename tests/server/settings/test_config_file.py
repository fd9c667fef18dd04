"""config.toml: found where XDG says, read line by line, and never a crash."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.catalogue import AgentEntry
from easel_server.settings import config_path, merge_settings, parse_config, read_config
from easel_server.settings.config_file import key_lines

CONFIG = """\
# Easel
defaultAgent = "qwen"
trace = "loud"

[cancel]
timeoutMs = "soon"

[agents.qwen]
command = "qwen"
args = [
  "--acp",
]

[agents."My Agent"]
env = { PORT = 8080 }

[pool]
maxIdel = 3
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other platforms have places of their own")
def test_the_file_is_where_xdg_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_path() == tmp_path / "easel" / "config.toml"


def test_the_values_of_the_file_hold() -> None:
    settings, _ = merge_settings([parse_config(CONFIG)])
    assert settings.default_agent == "qwen"
    assert settings.agents == {"qwen": AgentEntry(command="qwen", args=("--acp",))}


def test_each_problem_names_its_line() -> None:
    _, problems = merge_settings([parse_config(CONFIG)])
    assert [(problem.path, problem.line, problem.level) for problem in problems] == [
        ("trace", 3, "warning"),
        ("cancel.timeoutMs", 6, "warning"),
        ("agents.My Agent.env", 15, "warning"),
        ("pool.maxIdel", 18, "information"),
    ]
    assert {problem.source for problem in problems} == {"config.toml"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", {}),
        ("a.b = 1", {"a.b": 1}),
        ("[a]\n\"b c\" = 1\n'd' = 2", {"a": 1, "a.b c": 2, "a.d": 3}),
        ("[ a . b ]\n\tc=1", {"a.b": 1, "a.b.c": 2}),
        ("# a = 1\n\nb = 2", {"b": 3}),
    ],
)
def test_the_lines_of_keys(text: str, lines: dict[str, int]) -> None:
    assert key_lines(text) == lines


@given(st.text(alphabet="[]a.\"'= \n#") | st.text())
def test_any_text_is_a_layer(text: str) -> None:
    layer = parse_config(text)
    assert not (layer.values and layer.problems)


def test_broken_toml_is_a_problem_with_its_line() -> None:
    settings, (problem,) = merge_settings([parse_config("trace = 'off'\n[cancel\n")])
    assert settings.trace == "off"
    assert problem.line == 2
    assert problem.message.startswith("The file is not valid TOML: ")


def test_a_file_that_is_not_there_is_an_empty_layer(tmp_path: Path) -> None:
    layer = read_config(tmp_path / "config.toml")
    assert (layer.values, layer.problems) == ({}, ())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"trace = '\xff'", "The file is not UTF-8: byte 9"),
        (b"#" * (1024 * 1024 + 1), "The file is larger than 1048576 bytes"),
        (b"a = " + b"[" * 100_000, "The file is n"),
    ],
)
def test_an_unreadable_file_is_a_problem(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    (problem,) = read_config(file).problems
    assert problem.message.startswith(message)


def test_a_folder_in_its_place_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_config(tmp_path).problems
    assert problem.message.startswith("The file could not be read: ")


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbftrace = 'verbose'")
    assert merge_settings([read_config(file)])[0].trace == "verbose"
