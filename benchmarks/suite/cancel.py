"""From a Stop to the agent, in silence and while the agent sends updates."""

import re
import time
from collections.abc import Callable
from functools import partial

from benchmarks.easel import Easel, easel
from benchmarks.peers.acp import AcpPeer
from benchmarks.peers.lsp import Message
from benchmarks.place import place
from benchmarks.programs import agent_command
from benchmarks.samples import Budget, Floor, Row, Samples, interleaved
from benchmarks.scale import Scale

FLOOR = "a bare ACP script"
BUDGET = Budget("added", 5.0)
STOPS_A_RUN = 3
TAIL = 100
"""Characters at the end of a text that may say when the agent learned of the stop."""


def measure(scale: Scale) -> list[Row]:
    """The way of a cancel."""
    with easel() as server, place() as here, AcpPeer(agent_command(), here.env, here.log) as bare:
        through_easel = partial(_through_easel, server, server.conversation())
        by_script = partial(_by_a_script, bare)
        return [
            _row("in silence", "hang", BUDGET, through_easel, by_script, scale),
            _row(
                "during 10,000 updates/s", "stream 10000", BUDGET, through_easel, by_script, scale
            ),
            _row("during updates at full speed", "stream 0", None, through_easel, by_script, scale),
        ]


def _row(
    what: str,
    prompt: str,
    budget: Budget | None,
    through_easel: Callable[[str, float], float],
    by_script: Callable[[str, float], float],
    scale: Scale,
) -> Row:
    sides = {
        "easel": partial(through_easel, prompt, scale.streaming_seconds),
        "floor": partial(by_script, prompt, scale.streaming_seconds),
    }
    times = interleaved(scale.warm_ups, scale.runs * STOPS_A_RUN, sides)
    return Row(
        benchmark="cancel",
        what=what,
        unit="ms",
        easel=Samples.of(times["easel"]),
        floor=Floor(FLOOR, Samples.of(times["floor"])),
        budget=budget,
    )


def _through_easel(server: Easel, conversation: str, prompt: str, seconds: float) -> float:
    heard: list[str] = []
    server.peer.on_notification = lambda message: heard.extend(_texts(message))
    turn = server.start(conversation, prompt)
    server.peer.pump(seconds)
    asked = time.monotonic_ns()
    stop = server.peer.send("easel/conversation/cancel", {"conversationId": conversation})
    server.peer.answers([turn, stop])
    return _milliseconds(asked, heard)


def _by_a_script(bare: AcpPeer, prompt: str, seconds: float) -> float:
    heard: list[str] = []
    bare.on_update = lambda update: heard.append(_text(update["params"]["update"]))
    turn = bare.start(prompt)
    bare.pump(seconds)
    asked = time.monotonic_ns()
    bare.cancel()
    bare.answer(turn)
    return _milliseconds(asked, heard)


def _milliseconds(asked: int, heard: list[str]) -> float:
    stopped = re.search(r"stopped-at (\d+)", "".join(heard))
    assert stopped is not None, "the agent never said when it was stopped"
    return (int(stopped[1]) - asked) / 1e6


def _texts(message: Message) -> list[str]:
    return list(map(_text, message["params"].get("events", ())))


def _text(told: Message) -> str:
    text: str = told.get("content", {}).get("text", "")
    return text[-TAIL:]
