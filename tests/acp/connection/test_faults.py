"""A turn comes to its regular end, whatever the agent does wrong in the middle of it."""

from pathlib import Path

import pytest

from easel_testing.agents import scripted_agent
from easel_testing.connected_agents import Owner, connected_agent, open_session, text_prompt

FAULTS = [
    "fault scalar",
    "fault string",
    "fault array",
    "fault null",
    "fault nan",
    "fault bad-utf8",
    "fault surrogate",
    "fault empty",
    "fault bom",
    "fault crlf",
    "fault unknown-update",
    "fault no-update",
    "fault unknown-notification",
    "nowait fault unknown-request",
    "fault unknown-response",
    "fault meta-hijack",
    "fault nested-jsonrpc",
    "fault deep",
    "noise npm warn",
    "refuse",
    "raw {",
    "split-utf8 π🎨",
    "huge-line 300000",
]


async def test_no_fault_costs_more_than_its_own_line(tmp_path: Path) -> None:
    lines = [f"{fault}\nsay <{number}>" for number, fault in enumerate(FAULTS)]
    script = "\n".join([*lines, "fault string-id"])
    owner = Owner()
    async with connected_agent(scripted_agent(tmp_path).command, owner) as agent:
        session_id = await open_session(agent.connection, str(tmp_path))
        result = await agent.connection.prompt(session_id, text_prompt(script))
        assert result.stop_reason == "end_turn"
    markers = [owner.text.find(f"<{number}>") for number in range(len(FAULTS))]
    assert -1 not in markers
    assert markers == sorted(markers)
    assert "π🎨" in owner.text


@pytest.mark.parametrize("ids", ["zero", "string", "clash"])
async def test_the_ids_of_the_agent_never_meet_ours(tmp_path: Path, ids: str) -> None:
    async def answer(*_: object) -> dict[str, object]:
        return {"outcome": {"outcome": "selected", "optionId": "allow"}}

    owner = Owner(answer)
    async with connected_agent(scripted_agent(tmp_path).command, owner) as agent:
        session_id = await open_session(agent.connection, str(tmp_path))
        script = f"ids {ids}\npermission t1\nsay done"
        result = await agent.connection.prompt(session_id, text_prompt(script))
        assert result.stop_reason == "end_turn"
        assert "selected allow" in owner.text
