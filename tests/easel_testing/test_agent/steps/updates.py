"""Steps that send updates and other notifications."""

from typing import TypeAlias

from easel_testing.test_agent.capabilities import config_options
from easel_testing.test_agent.run import Run
from easel_testing.test_agent.script import json_of, text_of, words_of
from easel_testing.test_agent.steps.table import StepFunction, StepTable
from easel_testing.test_agent.wire import Json, JsonObject, encode

BATCH = 64
Fields: TypeAlias = dict[str, str]


def _chunk(kind: str) -> StepFunction:
    def step(run: Run, argument: str) -> None:
        run.update(run.chunk(kind, {"type": "text", "text": text_of(argument)}))

    return step


def _message(run: Run, argument: str) -> None:
    run.message_id = None if argument == "-" else argument


def _content(run: Run, argument: str) -> None:
    run.update(run.chunk("agent_message_chunk", json_of(argument)))


def _stream(run: Run, argument: str) -> None:
    words, fields = words_of(argument)
    size, every = int(fields.get("size", 0)), float(fields.get("every", 0)) / 1000
    for number in range(int(words[0])):
        run.say(f"{number} ".ljust(size, "."))
        run.pause(every) if every else run.check()


def _flood(run: Run, argument: str) -> None:
    words, fields = words_of(argument)
    text = "x ".ljust(int(fields.get("size", 0)), "x")
    update = run.decorate(run.chunk("agent_message_chunk", {"type": "text", "text": text}))
    params: JsonObject = {"sessionId": run.session_id, "update": update}
    line = encode({"jsonrpc": "2.0", "method": "session/update", "params": params})
    left = int(words[0])
    while left > 0:
        run.check()
        run.core.wire.write(line * min(left, BATCH))
        left -= BATCH


def _plan(run: Run, argument: str) -> None:
    entries: list[JsonObject] = []
    for entry in argument.split("|"):
        status, _, content = entry.strip().partition(" ")
        entries.append({"content": content, "priority": "medium", "status": status})
    run.update({"sessionUpdate": "plan", "entries": entries})


def tool_fields(fields: Fields) -> JsonObject:
    """The parts of a tool call that its fields give."""
    call: JsonObject = {key: fields[key] for key in ("title", "kind", "status") if key in fields}
    if "path" in fields:
        call["locations"] = [{"path": fields["path"]}]
    if "input" in fields:
        call["rawInput"] = json_of(fields["input"])
    if "output" in fields:
        call["rawOutput"] = json_of(fields["output"])
    content: list[Json] = []
    if "text" in fields:
        content.append({"type": "content", "content": {"type": "text", "text": fields["text"]}})
    if "terminal" in fields:
        content.append({"type": "terminal", "terminalId": fields["terminal"]})
    return call | {"content": content} if content else call


def _tool(run: Run, argument: str) -> None:
    (tool_id, *_), fields = words_of(argument)
    call = {"title": f"Tool {tool_id}", "kind": "other", "status": "pending"} | tool_fields(fields)
    run.update({"sessionUpdate": "tool_call", "toolCallId": tool_id, **call})


def _tool_update(run: Run, argument: str) -> None:
    (tool_id, *_), fields = words_of(argument)
    call = tool_fields(fields)
    run.update({"sessionUpdate": "tool_call_update", "toolCallId": tool_id, **call})


def _diff(run: Run, argument: str) -> None:
    (tool_id, *_), fields = words_of(argument)
    diff = {"type": "diff", "path": fields["path"], "newText": fields["new"]}
    if "old" in fields:
        diff["oldText"] = fields["old"]
    content = {"content": [diff], "locations": [{"path": fields["path"]}]}
    run.update({"sessionUpdate": "tool_call_update", "toolCallId": tool_id, **content})


def _usage(run: Run, argument: str) -> None:
    _, fields = words_of(argument)
    update: JsonObject = {"sessionUpdate": "usage_update"}
    update |= {name: json_of(fields[name]) for name in ("used", "size") if name in fields}
    if "cost" in fields:
        currency = fields.get("currency", "USD")
        update["cost"] = {"amount": json_of(fields["cost"]), "currency": currency}
    run.update(update)


def _mode(run: Run, argument: str) -> None:
    run.session.mode = argument
    run.update({"sessionUpdate": "current_mode_update", "currentModeId": argument})


def _commands(run: Run, argument: str) -> None:
    commands = [{"name": name, "description": f"Runs {name}"} for name in argument.split()]
    run.update({"sessionUpdate": "available_commands_update", "availableCommands": commands})


def _config(run: Run, argument: str) -> None:
    run.session.options |= words_of(argument)[1]
    options = config_options(run.session)
    run.update({"sessionUpdate": "config_option_update", "configOptions": options})


def _title(run: Run, argument: str) -> None:
    run.session.title = text_of(argument)
    run.update({"sessionUpdate": "session_info_update", "title": run.session.title})


def _meta(run: Run, argument: str) -> None:
    run.meta = None if argument == "-" else json_of(argument)


def _update(run: Run, argument: str) -> None:
    run.update(json_of(argument))


def _notify(run: Run, argument: str) -> None:
    method, _, params = argument.partition(" ")
    run.notify(method, json_of(params))


def _noted(run: Run, argument: str) -> None:
    run.core.journal.note("noted", text=text_of(argument))


STEPS: StepTable = {
    "say": _chunk("agent_message_chunk"),
    "think": _chunk("agent_thought_chunk"),
    "echo": _chunk("user_message_chunk"),
    "message": _message,
    "content": _content,
    "stream": _stream,
    "flood": _flood,
    "plan": _plan,
    "tool": _tool,
    "tool-update": _tool_update,
    "diff": _diff,
    "usage": _usage,
    "mode": _mode,
    "commands": _commands,
    "config": _config,
    "title": _title,
    "meta": _meta,
    "update": _update,
    "notify": _notify,
    "noted": _noted,
}
