"""Steps that answer the request, or end the process."""

import os
import signal

from easel_testing.test_agent.exchange import Stopped
from easel_testing.test_agent.run import Run
from easel_testing.test_agent.script import json_of, text_of
from easel_testing.test_agent.steps.table import StepTable
from easel_testing.test_agent.wire import Json


def _prompt_result(argument: str) -> Json:
    reason, _, usage = argument.partition(" usage=")
    if reason == "null":
        return None
    result = {} if reason == "missing" else {"stopReason": reason}
    return result | {"usage": json_of(usage)} if usage else result


def _stop(run: Run) -> None:
    run.answerable().stop()
    raise Stopped


def _respond(run: Run, argument: str) -> None:
    run.settling().result(_prompt_result(argument))


def _end(run: Run, argument: str) -> None:
    _respond(run, argument)
    _stop(run)


def _result(run: Run, argument: str) -> None:
    run.settling().result(json_of(argument))
    _stop(run)


def _error_json(run: Run, argument: str) -> None:
    run.settling().error(json_of(argument))
    _stop(run)


def _error(run: Run, argument: str) -> None:
    code, _, message = argument.partition(" ")
    run.settling().fail(int(code), text_of(message))
    _stop(run)


def _exit(run: Run, argument: str) -> None:
    run.core.exit(int(argument or 0))


def _kill(run: Run, argument: str) -> None:
    name = argument.upper().removeprefix("SIG")
    run.core.journal.note("kill", signal=name)
    os.kill(os.getpid(), signal.Signals[f"SIG{name}"])


STEPS: StepTable = {
    "respond": _respond,
    "end": _end,
    "result": _result,
    "error": _error,
    "error-json": _error_json,
    "exit": _exit,
    "kill": _kill,
}
