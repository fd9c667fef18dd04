"""Runs scripts: the table of all verbs, the prefixes, and the order of things."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from easel_testing.test_agent.exchange import Stopped
from easel_testing.test_agent.run import Run
from easel_testing.test_agent.script import Grammar, Step
from easel_testing.test_agent.steps import client, endings, processes, updates, waits, wire_faults
from easel_testing.test_agent.steps.table import StepTable

PrefixFunction: TypeAlias = Callable[[Run, str, Step], None]

STEPS: StepTable = {
    **updates.STEPS,
    **client.STEPS,
    **waits.STEPS,
    **endings.STEPS,
    **processes.STEPS,
    **wire_faults.STEPS,
    "ignore": lambda run, argument: None,
}


def run_steps(run: Run, steps: Iterable[Step]) -> bool:
    """True if the last step was reached, False if a step or the client ended the script."""
    try:
        for step in steps:
            run.check()
            perform(run, step)
    except Stopped:
        return False
    except Exception as error:
        run.core.journal.note("failed", text=f"{type(error).__name__}: {error}")
        raise
    return True


def perform(run: Run, step: Step) -> None:
    """Raises Stopped where the script is to end."""
    text = _expanded(run, step.text)
    if step.inner is None:
        STEPS[step.verb](run, text)
    else:
        PREFIXES[step.verb](run, text, step.inner)


def start(run: Run, steps: Iterable[Step]) -> None:
    """Runs a script beside the present one."""
    threading.Thread(target=run_steps, args=(run, steps), daemon=True).start()


def _expanded(run: Run, text: str) -> str:
    if "$" not in text:
        return text
    request = "null" if run.exchange is None else str(run.exchange.request_id)
    values = {"session": run.session_id, "request": request, "cwd": run.session.cwd}
    values["terminal"] = run.core.terminal
    for name, value in values.items():
        text = text.replace(f"${name}", value)
    return text


def _later(run: Run, milliseconds: str, step: Step) -> None:
    late = run.detached()

    def begin() -> None:
        timer = threading.Timer(float(milliseconds) / 1000, run_steps, (late, [step]))
        timer.daemon = True
        timer.start()

    run.answerable().when_settled(begin)


def _as(run: Run, session_id: str, step: Step) -> None:
    perform(replace(run, session_id=session_id), step)


def _repeat(run: Run, times: str, step: Step) -> None:
    for _ in range(int(times)):
        run.check()
        perform(run, step)


def _first(run: Run, times: str, step: Step) -> None:
    if run.core.store.count(f"{times} {step}") < int(times):
        perform(run, step)


def _nowait(run: Run, _: str, step: Step) -> None:
    perform(replace(run, waiting=False), step)


def _on_cancel(run: Run, _: str, step: Step) -> None:
    """Nothing here: the dispatcher has collected these before the script began."""


PREFIXES: Mapping[str, PrefixFunction] = {
    "later": _later,
    "as": _as,
    "repeat": _repeat,
    "first": _first,
    "nowait": _nowait,
    "on-cancel": _on_cancel,
}

GRAMMAR = Grammar(
    verbs=STEPS.keys(),
    prefixes={"later": 1, "as": 1, "repeat": 1, "first": 1, "nowait": 0, "on-cancel": 0},
)
