"""Settings from several places: for each key the strongest valid value holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.catalogue import AgentEntry
from easel_server.settings import (
    Layer,
    McpServer,
    Settings,
    SettingSource,
    agents_by_source,
    merge_settings,
    setting_keys,
)

SOURCES: tuple[SettingSource, ...] = ("editor", "initializationOptions", "config.toml")


def layers(*values: object) -> list[Layer]:
    """The layers with these values, the strongest first."""
    return [Layer.of(source, raw) for source, raw in zip(SOURCES, values, strict=False)]


def value_at(settings: object, path: str) -> object:
    for key in path.split("."):
        snake = "".join(f"_{char.lower()}" if char.isupper() else char for char in key)
        settings = getattr(settings, snake)
    return settings


def test_without_any_source_the_defaults_hold() -> None:
    settings, problems = merge_settings([])
    assert (settings, problems) == (Settings(), [])


@pytest.mark.parametrize(
    ("path", "default"),
    [
        ("agents", {}),
        ("defaultAgent", None),
        ("stateDir", None),
        ("cancel.timeoutMs", 5000),
        ("cancel.onTimeout", None),
        ("interrupt.graceMs", 500),
        ("sessionLoad.onFailure", "fresh"),
        ("sessionLoad.timeoutMs", 60_000),
        ("startup.timeoutMs", 60_000),
        ("pool.idleTtlSeconds", 1800),
        ("pool.maxIdle", 4),
        ("pool.spares", 0),
        ("watchdog.silenceSeconds", 120),
        ("permissions.default", "ask"),
        ("lease.ttlSeconds", 45),
        ("trace", "off"),
    ],
)
def test_each_default_is_the_one_of_the_contract(path: str, default: object) -> None:
    assert value_at(Settings(), path) == default


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("defaultAgent", "qwen"),
        ("stateDir", "/var/easel"),
        ("stateDir", "~/easel"),
        ("stateDir", "C:\\easel"),
        ("cancel.timeoutMs", 0),
        ("cancel.onTimeout", "interrupt"),
        ("sessionLoad.onFailure", "ask"),
        ("pool.idleTtlSeconds", 0.5),
        ("pool.spares", 1),
        ("watchdog.silenceSeconds", 0),
        ("permissions.default", "reject"),
        ("limits.queuedPrompts", 7),
        ("trace", "verbose"),
    ],
)
def test_a_value_is_taken_nested_or_with_dots(path: str, value: object) -> None:
    nested: object = value
    for key in reversed(path.split(".")):
        nested = {key: nested}
    for raw in (nested, {path: value}, {f"easel.{path}": value}, {"easel": nested}):
        settings, problems = merge_settings(layers(raw))
        assert problems == []
        assert value_at(settings, path) == value


def test_the_strongest_source_wins_key_by_key() -> None:
    settings, problems = merge_settings(
        layers(
            {"cancel": {"timeoutMs": 1}},
            {"cancel": {"timeoutMs": 2, "onTimeout": "error"}, "trace": "messages"},
            {"cancel": {"timeoutMs": 3}, "trace": "verbose", "pool": {"maxIdle": 9}},
        )
    )
    assert problems == []
    assert (settings.cancel.timeout_ms, settings.cancel.on_timeout) == (1, "error")
    assert (settings.trace, settings.pool.max_idle) == ("messages", 9)


def test_null_counts_as_absent() -> None:
    weaker = {"trace": "verbose", "pool": {"maxIdle": 1}, "agents": {"a": {"command": "a"}}}
    stronger = {"trace": None, "pool": None, "agents": {"a": None}}
    settings, problems = merge_settings(layers(stronger, None, weaker))
    assert problems == []
    assert (settings.trace, settings.pool.max_idle) == ("verbose", 1)
    assert settings.agents == {"a": AgentEntry(command="a")}


@pytest.mark.parametrize(
    ("raw", "path", "message"),
    [
        ({"cancel": {"timeoutMs": "soon"}}, "cancel.timeoutMs", "Expected `int`, got `str`"),
        ({"cancel": {"timeoutMs": -1}}, "cancel.timeoutMs", "Expected `int` >= 0"),
        ({"cancel": {"timeoutMs": True}}, "cancel.timeoutMs", "Expected `int`, got `bool`"),
        ({"cancel.onTimeout": "shrug"}, "cancel.onTimeout", "Invalid enum value 'shrug'"),
        ({"cancel": 5}, "cancel", "Expected an object"),
        ({"startup": {"timeoutMs": 0}}, "startup.timeoutMs", "Expected `int` >= 1"),
        ({"pool": {"idleTtlSeconds": float("inf")}}, "pool.idleTtlSeconds", "Expected `float` <="),
        ({"pool": {"idleTtlSeconds": float("nan")}}, "pool.idleTtlSeconds", "Expected `float`"),
        ({"pool": {"maxIdle": 10**30}}, "pool.maxIdle", ""),
        ({"stateDir": "here"}, "stateDir", "Expected `str` matching"),
        ({"defaultAgent": ["qwen"]}, "defaultAgent", "Expected `str | null`"),
        ({"agents": ["qwen"]}, "agents", "Expected an object"),
        ({"agents": {"qwen": "qwen"}}, "agents.qwen", "Expected an object"),
        ({"agents": {"qwen": {"args": "x"}}}, "agents.qwen.args", "Expected `array`, got `str`"),
        ({"agents": {"my.agent": {"env": {"A": 1}}}}, "agents.my.agent.env", "Expected `str`"),
        ({"agents": {" ": {"command": "x"}}}, "agents. ", "Expected a name"),
        ({"mcpServers": {"db": {}}}, "mcpServers.db", "Expected either `command` or `url`"),
        ([], "", "Expected an object"),
        ("cancel", "", "Expected an object"),
    ],
)
def test_a_wrong_value_is_a_problem_with_its_path(raw: object, path: str, message: str) -> None:
    settings, (problem,) = merge_settings(layers(raw))
    assert settings == Settings()
    assert (problem.path, problem.source, problem.level) == (path, "editor", "warning")
    assert problem.message.startswith(message)


def test_under_a_wrong_value_the_next_weaker_valid_one_holds() -> None:
    settings, problems = merge_settings(
        layers(
            {"cancel.timeoutMs": "a"}, {"cancel": {"timeoutMs": -2}}, {"cancel": {"timeoutMs": 3}}
        )
    )
    assert settings.cancel.timeout_ms == 3
    assert [(problem.source, problem.path) for problem in problems] == [
        ("editor", "cancel.timeoutMs"),
        ("initializationOptions", "cancel.timeoutMs"),
    ]


@pytest.mark.parametrize(
    ("raw", "path", "message"),
    [
        (
            {"cancel": {"timeoutMS": 5}},
            "cancel.timeoutMS",
            "There is no such setting. Did you mean `cancel.timeoutMs`?",
        ),
        ({"colour": "red"}, "colour", "There is no such setting."),
        ({"easel.defaultAgnt": "x"}, "defaultAgnt", "Did you mean `defaultAgent`?"),
    ],
)
def test_an_unknown_key_is_an_information_only(
    raw: dict[str, object], path: str, message: str
) -> None:
    settings, (problem,) = merge_settings(layers(raw))
    assert settings == Settings()
    assert (problem.path, problem.level) == (path, "information")
    assert message in problem.message


def test_agents_are_merged_by_name() -> None:
    settings, problems = merge_settings(
        layers(
            {"agents": {"one": {"command": "strong"}, "broken": 5}},
            None,
            {"agents": {"one": {"command": "weak"}, "two": {"command": "two"}, "broken": {}}},
        )
    )
    assert settings.agents == {
        "one": AgentEntry(command="strong"),
        "two": AgentEntry(command="two"),
        "broken": AgentEntry(),
    }
    assert [problem.path for problem in problems] == ["agents.broken"]


def test_the_agents_of_the_editor_and_of_the_file_are_told_apart() -> None:
    settings, config = agents_by_source(
        layers({"agents": {"a": {}}}, {"agents": {"b": {}}}, {"agents": {"a": {}, "c": {}}})
    )
    assert (list(settings), list(config)) == (["a", "b"], ["a", "c"])


def test_a_problem_never_shows_the_keys_of_an_agent() -> None:
    raw = {"agents": {"a": {"env": {"KEY": "sk-secret"}, "args": 1}, "b": "sk-secret"}}
    settings, problems = merge_settings(layers(raw))
    assert "sk-secret" not in repr((settings, problems, layers(raw)))


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
)
PATHS = st.sampled_from(
    [*setting_keys(), "cancel", "agents.a", "mcpServers.a", "easel", "easel.trace", "nobody", ""]
)
LAYER_VALUES = st.dictionaries(PATHS, VALUES, max_size=6)


@given(st.lists(LAYER_VALUES | VALUES, max_size=3))
def test_merging_never_raises_and_always_gives_settings(raws: list[object]) -> None:
    settings, problems = merge_settings(layers(*raws))
    assert isinstance(settings, Settings)
    assert all(problem.message for problem in problems)


@given(st.lists(SCALARS, min_size=3, max_size=3))
def test_the_strongest_valid_value_wins_whatever_the_others_are(values: list[object]) -> None:
    def is_valid(value: object) -> bool:
        return type(value) is int and 0 <= value <= 100

    settings, problems = merge_settings(layers(*({"pool": {"maxIdle": value}} for value in values)))
    valid = [value for value in values if is_valid(value)]
    wrong = [value for value in values if value is not None and not is_valid(value)]
    assert settings.pool.max_idle == (valid[0] if valid else 4)
    assert [problem.path for problem in problems] == ["pool.maxIdle"] * len(wrong)


def test_mcp_servers_are_settings_too() -> None:
    settings, problems = merge_settings(layers({"mcpServers": {"db": {"command": "db-mcp"}}}))
    assert problems == []
    assert settings.mcp_servers == {"db": McpServer(command="db-mcp")}
