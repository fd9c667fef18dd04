"""The shape `{command, args, env}` that three editors share, from untrusted input."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.catalogue import AgentEntry, EntryError, parse_entry


@pytest.mark.parametrize(
    ("raw", "entry"),
    [
        ({}, AgentEntry()),
        ({"command": "qwen"}, AgentEntry(command="qwen")),
        (
            {"command": ["qwen", "--acp"], "env": {"A": "1"}},
            AgentEntry(command=("qwen", "--acp"), env={"A": "1"}),
        ),
        (
            {"type": "custom", "command": "a", "default_mode": "plan", "favorite_models": ["x"]},
            AgentEntry(command="a", default_mode="plan", type="custom"),
        ),
        (
            {"command": "a", "default_config_options": {"model": "big", "fast": True}},
            AgentEntry(command="a", default_config_options={"model": "big", "fast": True}),
        ),
        ({"command": "a", "defaultMode": "ask"}, AgentEntry(command="a", default_mode="ask")),
        ({"command": "a", "args": None, "env": None}, AgentEntry(command="a")),
        ({"command": "a", "use_idea_mcp": False}, AgentEntry(command="a")),
    ],
)
def test_an_entry_of_any_editor_is_read(raw: object, entry: AgentEntry) -> None:
    assert parse_entry(raw) == entry


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ("qwen --acp", ""),
        ([], ""),
        (None, ""),
        ({"command": 5}, "command"),
        ({"args": "--acp"}, "args"),
        ({"args": ["a", 1]}, "args[1]"),
        ({"env": {"PORT": 8080}}, "env"),
        ({"default_mode": []}, "defaultMode"),
    ],
)
def test_a_wrong_entry_names_the_key(raw: object, path: str) -> None:
    with pytest.raises(EntryError) as caught:
        parse_entry(raw)
    assert caught.value.path == path
    assert caught.value.message


def test_keys_in_the_environment_are_never_printed() -> None:
    entry = AgentEntry(command="qwen", env={"OPENAI_API_KEY": "sk-secret"})
    assert "sk-secret" not in repr(entry)
    assert "sk-secret" not in str({"qwen": entry})


KEYS = st.sampled_from(["command", "args", "env", "type", "unknown"])
VALUES = st.none() | st.text() | st.integers() | st.floats() | st.lists(st.text() | st.integers())


@given(st.dictionaries(KEYS, VALUES))
def test_any_object_is_an_entry_or_an_entry_error(raw: dict[str, object]) -> None:
    with contextlib.suppress(EntryError):
        assert isinstance(parse_entry(raw), AgentEntry)
