"""Modes and config options."""

from pathlib import Path
from typing import Any

import pytest

from easel_testing.raw_acp_client import RawSession, RpcError


def values(options: list[dict[str, Any]]) -> dict[str, object]:
    """The current values of config options by their ids."""
    return {option["id"]: option["currentValue"] for option in options}


async def test_a_session_offers_modes_and_options(bare: RawSession) -> None:
    modes = bare.opened["modes"]
    assert modes["currentModeId"] == "ask"
    assert [mode["id"] for mode in modes["availableModes"]] == ["ask", "auto-edit", "read-only"]
    options = bare.opened["configOptions"]
    assert values(options) == {"mode": "ask", "pace": "instant"}
    assert {option["id"]: option["category"] for option in options} == {
        "mode": "mode",
        "pace": "model",
    }


async def test_boolean_options_go_only_to_a_client_that_knows_them(full: RawSession) -> None:
    thoughts = full.opened["configOptions"][-1]
    assert (thoughts["type"], thoughts["currentValue"]) == ("boolean", True)
    answer = await full.request(
        "session/set_config_option", configId="thoughts", type="boolean", value=False
    )
    assert values(answer["configOptions"])["thoughts"] is False
    turn = await full.prompt("/think")
    assert turn.thoughts == ""


async def test_setting_an_option_answers_with_all_of_them(bare: RawSession) -> None:
    answer = await bare.request("session/set_config_option", configId="pace", value="calm")
    assert values(answer["configOptions"]) == {"mode": "ask", "pace": "calm"}


async def test_mode_and_mode_option_are_one(bare: RawSession) -> None:
    await bare.request("session/set_mode", modeId="read-only")
    options = [u for u in bare.updates() if u["sessionUpdate"] == "config_option_update"]
    assert values(options[-1]["configOptions"])["mode"] == "read-only"
    await bare.request("session/set_config_option", configId="mode", value="auto-edit")
    modes = [u for u in bare.updates() if u["sessionUpdate"] == "current_mode_update"]
    assert modes[-1]["currentModeId"] == "auto-edit"


async def test_the_agent_changes_its_mode_when_told_to_in_a_prompt(bare: RawSession) -> None:
    turn = await bare.prompt("/mode read-only")
    assert turn.of_kind("current_mode_update")[-1]["currentModeId"] == "read-only"
    assert "`read-only`" in (await bare.prompt("/mode")).text
    assert "Unknown mode" in (await bare.prompt("/mode reckless")).text


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("session/set_mode", {"modeId": "reckless"}),
        ("session/set_config_option", {"configId": "pace", "value": "warp"}),
        ("session/set_config_option", {"configId": "colour", "value": "red"}),
        ("session/set_config_option", {"configId": "pace", "type": "boolean", "value": True}),
    ],
)
async def test_what_is_not_offered_cannot_be_set(
    bare: RawSession, method: str, params: dict[str, Any]
) -> None:
    with pytest.raises(RpcError) as caught:
        await bare.request(method, **params)
    assert caught.value.code == -32602


async def test_settings_survive_a_load(bare: RawSession, tmp_path: Path) -> None:
    await bare.request("session/set_config_option", configId="mode", value="read-only")
    await bare.request("session/close")
    loaded = await bare.client.open_session("session/load", bare.id, tmp_path)
    assert loaded.opened["modes"]["currentModeId"] == "read-only"
    assert values(loaded.opened["configOptions"])["mode"] == "read-only"
