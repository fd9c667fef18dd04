"""``kill -9`` of a server with busy turns, 500 times: does every conversation go on?

Each round starts a server on the same state folder, holds its conversations against what the editor
was told before the kill, lets new turns stream, and kills it at a random moment. Fails at the first
turn that the editor was told had ended and that is not there, or is another.

    PYTHONPATH=tests python tests/soak/kill_while_talking.py --rounds 500
"""

import os
import random
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

import anyio
import click

from easel_server.io.jsonrpc import PeerGone
from easel_testing.agents import ScriptedAgent, scripted_agent
from easel_testing.conversation_rules import check_events
from easel_testing.easel import easel
from easel_testing.easel_client import EaselClient, Json

CONVERSATIONS = 2
ROUNDS_PER_FOLDER = 25
LATEST_MOMENT = 1.0
"""Seconds after the prompts were sent."""
SCRIPT = (
    "stream {0} every=1\ntool t{0} status=in_progress\ntool-update t{0} status=completed\nsay end"
)


class Editor:
    """What an editor was told, over many lives of its server."""

    def __init__(self) -> None:
        self.conversations: list[str] = []
        self.ended: dict[str, dict[str, tuple[str, str]]] = {}

    def remember(self, client: EaselClient) -> None:
        """Keep how the turns went whose end was told."""
        for conversation in self.conversations:
            kept = self.ended.setdefault(conversation, {})
            for event in client.of_type(conversation, "turnEnded"):
                kept[event["turnId"]] = (event["reason"], _text(client, conversation, event))

    async def compare(self, client: EaselClient, conversation: str) -> None:
        """Open a conversation from its first event on, and hold it against what was told."""
        opened = await client.open(conversation, sinceSeq=0)
        reached = opened["conversation"]["seq"]
        await client.until(lambda: client.events[conversation][-1]["seq"] >= reached)
        check_events(client.events[conversation])
        found = {e["turnId"]: e for e in client.of_type(conversation, "turnEnded")}
        for turn, told in self.ended.get(conversation, {}).items():
            assert turn in found, f"turn {turn} is gone"
            assert (found[turn]["reason"], _text(client, conversation, found[turn])) == told


def _text(client: EaselClient, conversation: str, ended: Json) -> str:
    return client.text(conversation, turn=ended["turnId"])


async def live_and_die(
    directory: Path, agent: ScriptedAgent, editor: Editor, chance: random.Random
) -> None:
    """One life of a server."""
    async with easel(directory, agents={"test": agent.setting}) as client:
        for conversation in editor.conversations:
            await editor.compare(client, conversation)
        while len(editor.conversations) < CONVERSATIONS:
            editor.conversations.append(await client.conversation())
        with suppress(PeerGone):
            for conversation in editor.conversations:
                for _ in range(3):
                    size = chance.randint(1, 150)
                    await client.start(conversation, SCRIPT.format(size))
            await anyio.sleep(chance.uniform(0, LATEST_MOMENT))
        os.kill(client.pid, signal.SIGKILL)
        with anyio.fail_after(20):
            await client.closed.wait()
        editor.remember(client)


async def run(rounds: int, seed: int) -> int:
    """All rounds; gives the count of turns that had ended."""
    chance, ended = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, rounds, ROUNDS_PER_FOLDER):
            editor, directory = Editor(), Path(folder) / str(first)
            agent = scripted_agent(directory / "agent")
            for _ in range(min(ROUNDS_PER_FOLDER, rounds - first)):
                await live_and_die(directory, agent, editor, chance)
            ended += sum(map(len, editor.ended.values()))
            click.echo(f"after round {first + ROUNDS_PER_FOLDER}: {ended} turns had ended")
    return ended


@click.command()
@click.option("--rounds", default=500, show_default=True)
@click.option("--seed", default=None, type=int, help="Repeat the moments of an earlier run.")
def main(rounds: int, seed: int | None) -> None:
    """Kill servers in the middle of turns and look at what comes back."""
    seed = seed if seed is not None else random.SystemRandom().randrange(2**32)
    click.echo(f"{rounds} rounds of kill -9, seed {seed}")
    ended = anyio.run(run, rounds, seed)
    click.echo(f"{ended} turns had ended when their server was killed; every one is there")


if __name__ == "__main__":
    main()
