"""`easel lease`, beside a server that has a conversation."""

import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from anyio import to_thread

from easel_conversation.ids import ConversationId
from easel_server.cli.conversation_client import ConversationClient
from easel_server.cli.server_process import own_server
from easel_server.cli.state import CommandState
from easel_server.protocol.conversation import CreateParams
from easel_testing.cli import Home


@dataclass(frozen=True)
class Held:
    """A conversation that a server has."""

    home: Home
    server: ConversationClient
    id: ConversationId

    async def run(self, verb: str, *options: str) -> "subprocess.CompletedProcess[str]":
        """`easel lease VERB` on it."""
        return await to_thread.run_sync(self.home.run, "lease", verb, self.id[:8], *options)

    async def lease(self) -> object:
        """What `easel lease show --json` says."""
        return json.loads((await self.run("show", "--json")).stdout).get("lease")


@pytest.fixture
async def held(home: Home, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Held]:
    home.state.mkdir(parents=True)
    for name, value in home.env.items():
        monkeypatch.setenv(name, value)
    async with own_server(CommandState(home.state, home.state), home.project) as server:
        info = await server.create(CreateParams(title="Shared", cwd=home.project.as_uri()))
        yield Held(home, server, info.id)


async def test_show_tells_who_has_a_conversation(held: Held) -> None:
    shown = await held.run("show")
    lease = await held.lease()

    assert shown.returncode == 0, shown.stderr
    assert isinstance(lease, dict)
    assert (lease["alive"], lease["sameHost"], lease["ours"]) == (True, True, False)
    assert f"It is run by process {lease['ownerPid']} on this machine since 20" in shown.stdout
    assert "is alive" in shown.stdout


async def test_who_is_alive_keeps_its_conversation_until_it_is_asked(held: Held) -> None:
    released = await held.run("release")
    taken = await held.run("take")

    assert released.returncode == 1
    assert "lease take" in released.stderr
    assert (taken.returncode, taken.stderr) == (0, "")
    assert "has it no more" in taken.stdout
    assert await held.lease() is None


async def test_who_is_at_work_lets_go_only_when_forced(held: Held) -> None:
    await held.server.enqueue(held.id, ({"type": "text", "text": "say one\nhang"},))
    refused = await held.run("take")
    forced = await held.run("take", "--force", "--json")

    assert refused.returncode == 1
    assert "at work" in refused.stderr
    assert forced.returncode == 0
    assert "what runs in it is stopped" in forced.stderr
    assert json.loads(forced.stdout)["released"] is True
    assert await held.lease() is None


async def test_what_a_killed_server_left_behind_can_be_released(held: Held) -> None:
    lease = await held.lease()
    assert isinstance(lease, dict)
    os.kill(lease["ownerPid"], signal.SIGKILL)
    await held.server.lost()

    shown = await held.run("show")
    released = await held.run("release")
    again = await held.run("release")

    assert "which is gone" in shown.stdout
    assert released.returncode == 0, released.stderr
    assert f"Process {lease['ownerPid']} on this machine has it no more" in released.stdout
    assert again.stdout == "Nobody had it: it can be opened anywhere.\n"


def test_a_conversation_that_is_not_there_is_named(home: Home) -> None:
    result = home.run("lease", "show", "nothing")
    assert result.returncode == 1
    assert "There is no conversation 'nothing'" in result.stderr
