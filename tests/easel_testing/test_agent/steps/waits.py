"""Steps about time, memory and what the agent was given."""

import os

from easel_testing.test_agent.run import Run
from easel_testing.test_agent.script import text_of
from easel_testing.test_agent.steps.table import StepTable
from easel_testing.test_agent.wire import encode


def _sleep(run: Run, argument: str) -> None:
    run.pause(float(argument) / 1000)


def _hang(run: Run, argument: str) -> None:
    run.pause(None)


def _remember(run: Run, argument: str) -> None:
    run.session.memory.append(text_of(argument))
    run.core.store.save(run.session)


def _recall(run: Run, argument: str) -> None:
    run.say("\n".join(run.session.memory) or "nothing")


def _report(run: Run, argument: str) -> None:
    what, _, name = argument.partition(" ")
    run.say(_known(run, what, name))


def _known(run: Run, what: str, name: str) -> str:
    match what:
        case "pid":
            return str(os.getpid())
        case "cwd":
            return run.session.cwd
        case "env":
            return os.environ.get(name, "unset")
        case "mcp":
            return encode(run.session.mcp_servers).decode().strip()
        case "client":
            return encode(run.core.client_capabilities).decode().strip()
        case "prompt" if run.exchange:
            return encode(run.exchange.params.get("prompt")).decode().strip()
    return f"cannot report {what}"


STEPS: StepTable = {
    "sleep": _sleep,
    "hang": _hang,
    "remember": _remember,
    "recall": _recall,
    "report": _report,
}
