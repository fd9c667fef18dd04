"""Installing the real agents: once, at pinned versions, or with a reason why not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from easel_testing import real_agents
from easel_testing.real_agents import AgentName, RealAgentUnavailableError, real_agent

INSTALLER = Path(__file__).parent / "install.py"
WORKING_NPM = """#!/bin/sh
echo run >>"$CALLS"
mkdir -p node_modules/.bin node_modules/node/bin
touch node_modules/.bin/qwen node_modules/.bin/opencode node_modules/node/bin/node
"""
FAILING_NPM = "#!/bin/sh\necho 'npm error network refused' >&2\nexit 1\n"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real_agents, "CACHE", tmp_path / "cache")


def install(tmp_path: Path, npm: str | None, *options: str) -> "subprocess.CompletedProcess[str]":
    """Runs the installer where this npm, and no Node, is on PATH."""
    programs = tmp_path / "bin"
    programs.mkdir(exist_ok=True)
    if npm is not None:
        (programs / "npm").write_text(npm, encoding="utf-8")
        (programs / "npm").chmod(0o755)
        for program in ("mkdir", "touch"):
            (programs / program).unlink(missing_ok=True)
            (programs / program).symlink_to(f"/bin/{program}")
    command = [sys.executable, str(INSTALLER), "--into", str(tmp_path / "cache"), *options]
    env = {"PATH": str(programs), "CALLS": str(tmp_path / "calls")}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_it_installs_once_with_a_node_of_its_own_where_there_is_none(tmp_path: Path) -> None:
    assert "(once)" in install(tmp_path, WORKING_NPM).stdout
    assert install(tmp_path, WORKING_NPM).stdout == ""
    assert (tmp_path / "calls").read_text(encoding="utf-8") == "run\n"
    manifest = json.loads((tmp_path / "cache" / "package.json").read_text(encoding="utf-8"))
    assert manifest["dependencies"].keys() == {"@qwen-code/qwen-code", "opencode-ai", "node"}
    assert all(version[0].isdigit() for version in manifest["dependencies"].values())
    agent = real_agent(AgentName.QWEN, tmp_path / "home", "http://127.0.0.1:1/v1")
    assert agent.env["PATH"].startswith(str(tmp_path / "cache" / "node_modules" / "node" / "bin"))


@pytest.mark.parametrize(
    ("npm", "reason"),
    [(None, "npm is not installed"), (FAILING_NPM, "npm install failed: npm error network")],
)
def test_it_says_why_the_agents_cannot_be_had(tmp_path: Path, npm: str | None, reason: str) -> None:
    result = install(tmp_path, npm)
    assert result.returncode == 0
    assert reason in result.stdout
    assert install(tmp_path, npm, "--require").returncode == 1
    with pytest.raises(RealAgentUnavailableError, match=reason):
        real_agent(AgentName.QWEN, tmp_path / "home", "http://127.0.0.1:1/v1")


def test_an_agent_that_was_never_installed_tells_how_to(tmp_path: Path) -> None:
    with pytest.raises(RealAgentUnavailableError, match=r"run `python tests/real_agents/install"):
        real_agent(AgentName.OPENCODE, tmp_path, "http://127.0.0.1:1/v1")
