"""The steps of the demonstration. Each says what it saw, or raises StepFailed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from easel_conversation.events import PermissionResolved, Plan, ToolCallChanged
from easel_server.cli.demo.stage import Heard, Stage, StepFailed
from easel_server.cli.render.edits import file_edits
from easel_server.protocol.shapes import ProcessInfo

FILE: Final = "greeting.py"
BEFORE: Final = 'print("Hello, world!")  # TODO: be more specific\n'
AFTER: Final = 'print("Hello, Easel!")  # TODO: be more specific\n'
FIRST_PROMPT: Final = "/table"
CHARACTERS_BEFORE_STOP: Final = 400


@dataclass(frozen=True, slots=True)
class Step:
    """`play` returns what it saw, in a sentence."""

    title: str
    prompt: str
    play: Callable[[Stage, str, ProcessInfo | None], Awaitable[str]]


async def _stream(stage: Stage, prompt: str, _: ProcessInfo | None) -> str:
    heard = await stage.play(prompt)
    _require_end(heard, "completed")
    _require(heard.pieces >= 10, "The answer did not stream.")
    return f"The answer came in {heard.pieces} pieces and was shown while it was written."


async def _plan(stage: Stage, prompt: str, _: ProcessInfo | None) -> str:
    heard = await stage.play(prompt)
    _require_end(heard, "completed")
    plans = [[entry.get("status") for entry in plan.entries] for plan in heard.all(Plan)]
    _require(bool(plans) and "in_progress" in plans[0], "There was no plan under way.")
    _require(set(plans[-1]) == {"completed"}, "The plan was not finished.")
    return f"A plan of {len(plans[-1])} steps, updated {len(plans) - 1} times until all were done."


async def _edit(stage: Stage, prompt: str, _: ProcessInfo | None) -> str:
    heard = await stage.play(prompt)
    _require_end(heard, "completed")
    outcomes = [resolved.outcome.get("outcome") for resolved in heard.all(PermissionResolved)]
    _require(outcomes == ["selected"], "No permission was asked for and given.")
    calls = [event.tool_call for event in heard.all(ToolCallChanged)]
    edits = [call for call in calls if any(file_edits(call.content))]
    _require(bool(edits) and edits[-1].status == "completed", "No tool call brought a diff.")
    written = (stage.folder / FILE).read_text(encoding="utf-8")
    _require(written == AFTER, "The file on disk is not what the diff said.")
    return f"The agent asked, was allowed to, and {FILE} is now what the diff said."


async def _stop(stage: Stage, prompt: str, _: ProcessInfo | None) -> str:
    result, heard = await stage.play_and_stop(prompt, CHARACTERS_BEFORE_STOP)
    _require(result.outcome == "cancelled", f"The Stop came to nothing: {result.outcome}.")
    _require_end(heard, "cancelled")
    words = len(heard.text.split())
    _require(words > 0, "What had been written was lost.")
    return f"Stopped within {result.elapsed_ms} ms. The {words} words that were written remain."


async def _warm(stage: Stage, prompt: str, before: ProcessInfo | None) -> str:
    heard = await stage.play(prompt)
    _require_end(heard, "completed")
    _require(FIRST_PROMPT in heard.text, "The agent does not remember the first prompt.")
    now = await stage.process()
    same = before is not None and (now.pid, now.epoch) == (before.pid, before.epoch)
    _require(same, "This is not the process of the first turn.")
    return f"Still process {now.pid}, warm since the first prompt, and it remembers."


STEPS: Final = (
    Step("A streamed answer", FIRST_PROMPT, _stream),
    Step("A plan, followed step by step", "/plan", _plan),
    Step("A tool call with a diff, after permission", f"/edit {FILE} world -> Easel", _edit),
    Step("A Stop in the middle of a long answer", "/long forever", _stop),
    Step("A further turn on the same warm process", "/recall", _warm),
)


def _require_end(heard: Heard, reason: str) -> None:
    ended = heard.ended
    told = "nothing" if ended is None else ended.reason
    _require(told == reason, f"The turn ended as {told}, not as {reason}.")


def _require(happened: bool, otherwise: str) -> None:
    if not happened:
        raise StepFailed(otherwise)
