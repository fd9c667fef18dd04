"""The settings that the VS Code extension contributes."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from easel_server.protocol.generate import vscode
from easel_server.settings.schema import setting_keys


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """One with a manifest whose settings are out of date, and some of the extension's own."""
    path = tmp_path / vscode.MANIFEST
    path.parent.mkdir()
    document = {
        "name": "easel",
        "contributes": {
            "configuration": [
                {"title": "Easel", "properties": {"easel.gone": {}}},
                {"title": "Extension", "properties": {"easel.server.path": {}}},
            ],
            "commands": [],
        },
    }
    path.write_bytes(msgspec.json.encode(document))
    return tmp_path


def _contributes(checkout: Path) -> dict[str, Any]:
    contributes: dict[str, Any] = msgspec.json.decode(vscode.manifest(checkout))["contributes"]
    return contributes


def test_every_setting_is_contributed_and_what_is_written_by_hand_stays(checkout: Path) -> None:
    contributes = _contributes(checkout)
    ours, others = contributes["configuration"]
    assert list(ours["properties"]) == [f"easel.{key}" for key in setting_keys()]
    assert others == {"title": "Extension", "properties": {"easel.server.path": {}}}
    assert list(contributes) == ["configuration", "commands"]


def test_what_may_be_unset_has_an_input_field(checkout: Path) -> None:
    properties = _contributes(checkout)["configuration"][0]["properties"]
    default_agent = properties["easel.defaultAgent"]
    assert (default_agent["type"], default_agent["default"]) == ("string", "")
    assert re.match(properties["easel.stateDir"]["pattern"], "")
    on_timeout = properties["easel.cancel.onTimeout"]
    assert on_timeout["type"] == ["string", "null"]
    assert on_timeout["enum"] == ["error", "interrupt", None]


def test_a_workspace_cannot_choose_a_folder_of_the_machine(checkout: Path) -> None:
    properties = _contributes(checkout)["configuration"][0]["properties"]
    assert properties["easel.stateDir"]["scope"] == "machine"
    assert properties["easel.trace"]["scope"] == "window"
