"""The real server as a process of its own, and clients that talk to it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from easel_server.client.connect import connect_tcp, open_server_process
from easel_testing.agents import ScriptedAgent
from easel_testing.conversation_rules import check_events
from easel_testing.easel_client import EaselClient

SERVER = [sys.executable, "-P", "-m", "easel_server", "serve"]
OpenEditor = Callable[..., AbstractAsyncContextManager[EaselClient]]
"""`SharedServer.editor` with its directory given."""

_END_SECONDS = 20.0
_LISTENING = re.compile(r"(?:tcp|ws)://127\.0\.0\.1:(\d+), token in (.+)\n")


@asynccontextmanager
async def easel(
    directory: Path,
    *,
    agents: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    announce: bool = True,
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[EaselClient]:
    """A server over stdio whose home and state lie in `directory`, and the client it serves.

    `agents` maps names to values of `easel.agents`; the first is the default agent.
    """
    environment = server_environment(directory / "home", env or {})
    async with (
        open_server_process(SERVER, env=environment) as server,
        EaselClient(server.channel) as client,
    ):
        client.pid = server.process.pid
        await introduce(client, directory, agents or {}, settings or {}, announce=announce)
        yield client


@dataclass(frozen=True)
class SharedServer:
    """A server over TCP, for many tests: each is an editor of its own, with agents of its own."""

    process: subprocess.Popen[bytes]
    port: int
    token: str
    log: Path

    @asynccontextmanager
    async def editor(
        self,
        directory: Path,
        agents: Mapping[str, ScriptedAgent] | None = None,
        settings: Mapping[str, Any] | None = None,
        *,
        announce: bool = True,
    ) -> AsyncIterator[EaselClient]:
        """An editor whose workspace lies in `directory`; the first agent is the default one.

        At its end what it has seen and what its agents have got must keep the rules, and its
        conversations are gone.
        """
        entries = {name: agent.setting for name, agent in (agents or {}).items()}
        logged = self.log.stat().st_size
        async with connect_tcp("127.0.0.1", self.port) as channel, EaselClient(channel) as client:
            client.pid = self.process.pid
            await introduce(
                client, directory, entries, settings or {}, announce=announce, token=self.token
            )
            yield client
            for conversation_id in client.created:
                check_events(client.events.get(conversation_id, ()))
                await client.act("delete", conversation_id)
        for agent in (agents or {}).values():
            check_traffic(agent)
        assert "Traceback" not in (told := self.log.read_text()[logged:]), told

    def end(self) -> None:
        """Have the server end, which it must do in order; one that does not is killed."""
        # Not SIGINT: what is started in the background of a shell ignores that for good.
        self.process.terminate()
        try:
            assert self.process.wait(_END_SECONDS) == 0
        finally:
            self.process.kill()


def check_traffic(agent: ScriptedAgent) -> None:
    """Fail if the agent ever got two prompts at once, or was told to stop what was over."""
    journal = agent.journal()
    assert not journal.notes("overlap"), "a prompt reached a session that had a turn"
    assert not journal.notes("stale-cancel"), "a cancel reached a session that had no turn"


@contextmanager
def shared_server(
    directory: Path, transport: Literal["tcp", "ws"] = "tcp"
) -> Iterator[SharedServer]:
    """Start such a server; at the end it must end in order."""
    log = directory / "log"
    with log.open("wb") as sink, _started(directory, transport, sink) as process:
        port, token_file = _address(process, log)
        server = SharedServer(process, port, Path(token_file).read_text("ascii"), log)
        try:
            yield server
        finally:
            server.end()


def _started(directory: Path, transport: str, log: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [*SERVER, f"--{transport}", "0", "--log-level", "warning"]
    environment = server_environment(directory / "home", {})
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=log, env=environment)


def _address(process: subprocess.Popen[bytes], log: Path) -> tuple[int, str]:
    """The port and the file with the token, as the server tells them on stderr."""
    while (told := _LISTENING.search(log.read_text())) is None:
        assert process.poll() is None, log.read_text()
        time.sleep(0.01)
    return int(told[1]), told[2]


async def introduce(
    client: EaselClient,
    directory: Path,
    agents: Mapping[str, Any],
    settings: Mapping[str, Any],
    *,
    announce: bool = True,
    token: str | None = None,
    process_id: int | None = None,
) -> None:
    """Do the handshake of an editor with a workspace in `directory`."""
    workspace = directory / "workspace"
    workspace.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {"agents": dict(agents), **settings}
    if agents:
        options.setdefault("defaultAgent", next(iter(agents)))
    if token is not None:
        options["token"] = token
    result = await client.initialize(
        capabilities=client.announcement if announce else {},
        options={"easel": options},
        root_uri=workspace.as_uri(),
        process_id=process_id,
    )
    client.commands = result["capabilities"]["executeCommandProvider"]["commands"]
    client.served = result["capabilities"]["experimental"]["easel"]


def server_environment(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    """The environment of a user who has nothing but a home."""
    home.mkdir(parents=True, exist_ok=True)
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's server does not compile at each start
    return {
        **inherited,
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CONFIG_HOME": str(home / "config"),
        **more,
    }
