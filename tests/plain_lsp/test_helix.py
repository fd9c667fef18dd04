"""Helix: a chat document is the whole product there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from easel_testing.agents import Journal, ScriptedAgent
from easel_testing.helix import Helix, helix


@pytest.fixture
def editor(agent: ScriptedAgent, tmp_path: Path) -> Iterator[Helix]:
    """Helix with an empty chat document open."""
    settings = {"agents": {"test": agent.setting}, "defaultAgent": "test"}
    with helix(tmp_path, settings, tmp_path / "x.chat.md") as editor:
        yield editor


def test_a_person_writes_sends_and_watches(editor: Helix, journal: Journal) -> None:
    editor.write("## You\n\nsay Hello from Helix")
    editor.choose("Send")

    editor.wait_for("Hello from Helix\n\n## You")

    assert journal.prompts() == ["say Hello from Helix"]
    editor.write("stream 30 every=20")
    editor.choose("Send")
    editor.wait_for("0 1 2 ")
    editor.write("say typed ahead")
    editor.wait_for(" 28 29\n\n## You")
    assert editor.text.endswith("say typed ahead")


def test_a_person_stops_a_long_answer(editor: Helix, journal: Journal) -> None:
    editor.write("say on and on\nhang")
    editor.choose("Send")
    editor.wait_for("-->\n\non and on")

    editor.choose("Stop generating")

    editor.wait_for("> Stopped\n\n## You")
    assert len(journal.received("session/cancel")) == 1


def test_a_person_answers_a_permission(editor: Helix, journal: Journal) -> None:
    editor.write("permission t title=Rename yes:allow_once no:reject_once")
    editor.choose("Send")
    editor.wait_for("> 2. No")

    editor.choose("Answer: Yes")

    editor.wait_for("> test asks: Rename **Yes**")
    editor.wait_for("permission t: selected yes\n\n## You")
    outcome = {"outcome": {"outcome": "selected", "optionId": "yes"}}
    assert [response["result"] for response in journal.responses()] == [outcome]
