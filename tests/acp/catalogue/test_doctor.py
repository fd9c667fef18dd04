"""What `easel doctor` finds: each fact gives a clear line and a way to mend it."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from easel_acp.catalogue import AgentDefinition, Catalogue, CatalogueProblem, Host
from easel_acp.catalogue.doctor import (
    Check,
    CheckStatus,
    ConfigFileFacts,
    DoctorFacts,
    StateDirFacts,
    SupervisionFacts,
    run_checks,
)
from easel_acp.catalogue.doctor_facts import (
    gather_facts,
    required_packages,
    state_dir_facts,
    supervision_facts,
)
from easel_acp.catalogue.locate import Found, Missing
from easel_conversation.ids import AgentName

GEMINI = AgentDefinition(AgentName("gemini"), "Gemini CLI", ("/bin/gemini", "--acp"), "detected")
BROKEN = replace(GEMINI, id=AgentName("mine"), available=False, reason="'mine' is not on PATH.")

SOUND = DoctorFacts(
    python=(3, 11, 7),
    packages={"pygls": "2.1.1"},
    state_dir=StateDirFacts("/state", writable=True, mode=0o700),
    config_file=ConfigFileFacts("/config.toml", exists=True),
    catalogue=Catalogue((GEMINI,)),
    node=Found("/bin/node"),
    npx=Found("/bin/npx"),
    supervision=SupervisionFacts("linux", pidfd=True, subreaper=True),
)


def test_a_sound_machine_has_nothing_to_mend() -> None:
    checks = run_checks(SOUND)
    assert [check.status for check in checks] == ["ok"] * 7
    assert [check.mend for check in checks] == [None] * 7


@pytest.mark.parametrize(
    ("facts", "name", "status", "detail", "mend"),
    [
        (replace(SOUND, python=(3, 10, 2)), "Python", "fail", "3.10.2", "Install Python 3.11"),
        (
            replace(SOUND, packages={"pygls": None, "anyio": "4"}),
            "Packages",
            "fail",
            "Not installed: pygls",
            "pip install pygls",
        ),
        (
            replace(SOUND, state_dir=StateDirFacts("/s", writable=False, cause="it is full")),
            "State folder",
            "fail",
            "/s: it is full",
            "set easel.stateDir",
        ),
        (
            replace(SOUND, state_dir=StateDirFacts("/s", writable=True, mode=0o755)),
            "State folder",
            "warn",
            "(mode 0755)",
            "chmod 700 '/s'",
        ),
        (
            replace(SOUND, config_file=ConfigFileFacts("/c", exists=True, problems=["a", "b"])),
            "Configuration",
            "warn",
            "a; b",
            "Edit /c",
        ),
        (
            replace(SOUND, catalogue=Catalogue((GEMINI, replace(BROKEN, source="config")))),
            "Agent mine",
            "fail",
            "'mine' is not on PATH.",
            "easel.agents.mine",
        ),
        (
            replace(SOUND, catalogue=Catalogue((GEMINI, replace(BROKEN, source="zed")))),
            "Agent mine",
            "warn",
            "'mine' is not on PATH.",
            None,
        ),
        (
            replace(SOUND, catalogue=Catalogue((GEMINI,), (CatalogueProblem("zed", "a.b", "no"),))),
            "Agents from zed",
            "warn",
            "a.b: no",
            None,
        ),
        (
            replace(SOUND, catalogue=Catalogue(())),
            "Agents",
            "warn",
            "Only the practice agent",
            "Install one",
        ),
        (replace(SOUND, npx=Missing("no npx")), "Node.js", "warn", "no npx", "Only agents"),
        (
            replace(SOUND, supervision=SupervisionFacts("darwin", pidfd=False, subreaper=False)),
            "Process supervision",
            "warn",
            "No pidfd and no subreaper on darwin",
            None,
        ),
    ],
)
def test_each_trouble_has_its_line(
    facts: DoctorFacts, name: str, status: CheckStatus, detail: str, mend: str | None
) -> None:
    (trouble,) = (check for check in run_checks(facts) if check.status != "ok")
    assert (trouble.name, trouble.status) == (name, status)
    assert detail in trouble.detail
    assert (mend or "") in (trouble.mend or "")
    assert (mend is None) == (trouble.mend is None)


def test_a_config_file_that_is_not_there_is_fine() -> None:
    facts = replace(SOUND, config_file=ConfigFileFacts("/c", exists=False))
    assert Check("Configuration", "ok", "/c (not there: the defaults hold)") in run_checks(facts)


def test_the_facts_of_this_machine_can_be_gathered(tmp_path: Path, host: Host) -> None:
    facts = gather_facts(
        catalogue=Catalogue((GEMINI,)),
        config_file=ConfigFileFacts("/c", exists=False),
        state_dir=tmp_path / "state",
        distribution="easel-ls",
        host=host,
    )
    assert facts.python == sys.version_info[:3]
    assert facts.packages["agent-client-protocol"] is not None
    assert "pytest" not in facts.packages
    assert not (tmp_path / "state").exists()
    assert all(check.status != "fail" for check in run_checks(facts))


def test_a_package_that_is_not_installed_is_missing() -> None:
    assert required_packages("easel-no-such-thing") == {"easel-no-such-thing": None}


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_the_state_folder_is_looked_at_and_left_alone(tmp_path: Path) -> None:
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o755)
    file = tmp_path / "file"
    file.touch()
    assert state_dir_facts(open_to_all).mode == 0o755
    assert state_dir_facts(tmp_path / "new" / "er").writable
    assert not state_dir_facts(file).writable
    assert not state_dir_facts(file / "below").writable
    assert not (tmp_path / "new").exists()


@pytest.mark.linux
@pytest.mark.skipif(sys.platform != "linux", reason="Linux facilities")
def test_linux_has_a_subreaper() -> None:
    assert supervision_facts("linux").subreaper
    assert not supervision_facts("darwin").subreaper
