"""Steps that ask the client for something."""

import os
from collections.abc import Callable

from easel_testing.test_agent.calls import Call
from easel_testing.test_agent.run import Run
from easel_testing.test_agent.script import json_of, text_of, words_of
from easel_testing.test_agent.steps.table import StepTable
from easel_testing.test_agent.steps.updates import tool_fields
from easel_testing.test_agent.wire import JsonObject, encode

DEFAULT_CHOICES = ("allow:allow_once", "always:allow_always", "reject:reject_once")
DEFAULT_SCHEMA: JsonObject = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
}


def _finish(run: Run, call: Call, as_text: Callable[[Call], str]) -> None:
    """Says the answer, unless the step is not to wait for it."""
    if run.waiting:
        run.tell(call, as_text(run.answer(call)))


def told(call: Call) -> str:
    """The answer of any request, as text."""
    return f"{call.label}: {call.error() or _outcome(call.result())}"


def _outcome(result: JsonObject) -> str:
    if isinstance(outcome := result.get("outcome"), dict):
        return " ".join(str(outcome[key]) for key in ("outcome", "optionId") if key in outcome)
    if "action" in result:
        content = result.get("content")
        return (
            f"{result['action']} {encode(content).decode().strip()}"
            if content
            else str(result["action"])
        )
    return encode(result).decode().strip()


def _permission(run: Run, argument: str) -> None:
    (tool_id, *words), fields = words_of(argument)
    bare = "bare" in words
    choices = [word for word in words if word != "bare"] or DEFAULT_CHOICES
    described = {"title": f"Tool {tool_id}", "kind": "edit", "status": "pending"}
    call = {} if bare else described | tool_fields(fields)
    params: JsonObject = {
        "toolCall": {"toolCallId": tool_id, **call},
        "options": [_choice(choice) for choice in choices],
    }
    _finish(run, run.ask(f"permission {tool_id}", "session/request_permission", params), told)


def _choice(text: str) -> JsonObject:
    option_id, _, kind = text.partition(":")
    return {"optionId": option_id, "name": option_id.title(), "kind": kind or "allow_once"}


def _elicit(run: Run, argument: str) -> None:
    message, _, url = argument.partition(" url=")
    message, _, schema = message.partition(" schema=")
    params: JsonObject = {"message": text_of(message)}
    if url:
        params |= {"mode": "url", "url": url, "elicitationId": f"elicitation-{run.session.id}"}
    else:
        requested = json_of(schema) if schema else DEFAULT_SCHEMA
        params |= {"mode": "form", "requestedSchema": requested}
    _finish(run, run.ask("elicit", "elicitation/create", params), told)


def _path(run: Run, path: str) -> str:
    return os.path.join(run.session.cwd, path)


def _read(run: Run, argument: str) -> None:
    call = run.ask(f"read {argument}", "fs/read_text_file", {"path": _path(run, argument)})
    _finish(run, call, lambda c: told(c) if c.error() else str(c.result().get("content")))


def _write(run: Run, argument: str) -> None:
    path, _, text = argument.partition(" ")
    params = {"path": _path(run, path), "content": text_of(text)}
    call = run.ask(f"write {path}", "fs/write_text_file", params)
    _finish(run, call, told)


def _create_terminal(run: Run, command: str) -> Call:
    params = {"command": "sh", "args": ["-c", command], "cwd": run.session.cwd}
    call = run.answer(run.ask(f"terminal {command}", "terminal/create", params))
    run.core.terminal = str(call.result().get("terminalId", ""))
    return call


def _terminal(run: Run, argument: str) -> None:
    created = _create_terminal(run, text_of(argument))
    if created.error():
        run.tell(created, told(created))
        return
    run.core.calls.was_told(created)
    params: JsonObject = {"terminalId": run.core.terminal}
    for method in ("wait_for_exit", "output", "release"):
        call = run.answer(run.ask(f"terminal/{method}", f"terminal/{method}", params))
        if method == "output":
            run.say(told(call) if call.error() else str(call.result().get("output")))
        run.core.calls.was_told(call)


def _terminal_leave(run: Run, argument: str) -> None:
    call = _create_terminal(run, text_of(argument))
    run.tell(call, told(call))


def _request(run: Run, argument: str) -> None:
    method, _, params = argument.partition(" ")
    _finish(run, run.ask(method, method, json_of(params or "{}")), told)


def _await(run: Run, argument: str) -> None:
    for call in run.core.calls.matching(run.session_id, argument):
        run.answer(call)
        if call.deferred:
            run.tell(call, told(call))
        else:
            run.until_told(call)


def _withdraw(run: Run, argument: str) -> None:
    for call in run.core.calls.matching(run.session_id, argument):
        run.notify("$/cancel_request", {"requestId": call.request_id})


STEPS: StepTable = {
    "permission": _permission,
    "elicit": _elicit,
    "read": _read,
    "write": _write,
    "terminal": _terminal,
    "terminal-leave": _terminal_leave,
    "request": _request,
    "await": _await,
    "withdraw": _withdraw,
}
