"""What an agent says about itself is read leniently: only the version must be right."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.connection.errors import ProtocolVersionMismatch
from easel_acp.connection.initialize_result import (
    AgentCapabilities,
    AgentInfo,
    McpCapabilities,
    PromptCapabilities,
    SessionCapabilities,
    parse_initialize_result,
)

PROBES = Path(__file__).parents[4] / "shared" / "data" / "acp" / "agent_probes_2026-11-21"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)

FULL: dict[str, Any] = {
    "protocolVersion": 1,
    "agentInfo": {"name": "claude-agent-acp", "title": "Claude", "version": "0.100.0"},
    "agentCapabilities": {
        "loadSession": True,
        "promptCapabilities": {"image": True, "embeddedContext": True, "hologram": True},
        "mcpCapabilities": {"http": True, "sse": False},
        "sessionCapabilities": {"resume": {}, "list": {}, "close": {}, "fork": None},
        "auth": {"logout": {}},
    },
    "authMethods": [
        {"id": "login", "name": "Log in", "description": "In the browser"},
        {"id": "key", "type": "env_var", "vars": [{"name": "KEY"}]},
        {"name": "no id"},
        "nonsense",
    ],
    "_meta": {"steering": {"supported": True}},
}


def test_everything_an_agent_offers_is_seen() -> None:
    result = parse_initialize_result(FULL)
    assert result.agent == AgentInfo("claude-agent-acp", "Claude", "0.100.0")
    assert result.capabilities == AgentCapabilities(
        load_session=True,
        session=SessionCapabilities(resume=True),
        prompt=PromptCapabilities(image=True, embedded_context=True),
        mcp=McpCapabilities(http=True),
        steering=True,
    )
    assert [(m.id, m.name, m.kind) for m in result.auth_methods] == [
        ("login", "Log in", "agent"),
        ("key", "key", "env_var"),
    ]
    assert result.auth_methods[1].raw["vars"] == [{"name": "KEY"}]
    assert result.raw is FULL


def test_an_agent_that_offers_nothing_has_no_capabilities() -> None:
    result = parse_initialize_result({"protocolVersion": 1})
    assert result.capabilities == AgentCapabilities()
    assert result.agent == AgentInfo()
    assert result.auth_methods == ()


@pytest.mark.parametrize("answer", [{"protocolVersion": 2}, {"protocolVersion": "1"}, {}, None, 5])
def test_another_version_is_a_mismatch(answer: Any) -> None:
    with pytest.raises(ProtocolVersionMismatch):
        parse_initialize_result(answer)


@given(
    st.dictionaries(st.sampled_from([key for key in FULL if key != "protocolVersion"]), json_values)
)
def test_a_malformed_field_counts_as_not_given(fields: dict[str, Any]) -> None:
    result = parse_initialize_result({**fields, "protocolVersion": 1})
    assert result.protocol_version == 1


@given(st.dictionaries(st.sampled_from(list(FULL["agentCapabilities"])), json_values))
def test_a_malformed_capability_counts_as_not_given(offered: dict[str, Any]) -> None:
    parse_initialize_result({"protocolVersion": 1, "agentCapabilities": offered})


@pytest.mark.skipif(not PROBES.exists(), reason="the recorded answers are not here")
@pytest.mark.parametrize(
    ("agent", "can_load", "can_resume", "can_steer"),
    [
        ("claude-agent-acp", True, True, True),
        ("codex-acp", True, True, True),
        ("opencode", True, True, False),
        ("qwen-code", True, True, False),
        ("gemini-cli", True, False, False),
    ],
)
def test_recorded_answers_of_real_agents_are_understood(
    agent: str, can_load: bool, can_resume: bool, can_steer: bool
) -> None:
    probe = json.loads((PROBES / f"{agent}.json").read_text(encoding="utf-8"))
    result = parse_initialize_result(probe["initialize"]["result"])
    offered = result.capabilities
    assert (offered.load_session, offered.session.resume, offered.steering) == (
        can_load,
        can_resume,
        can_steer,
    )
    assert result.agent.version
