"""What an agent asks, as a text and a few choices. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from easel_conversation.events import ElicitationRequested, PermissionRequested
from easel_conversation.inputs import RespondElicitation, RespondPermission
from easel_conversation.values import ElicitationAction, JsonObject, ToolCall
from easel_server.cli.questions.form import Field, fields
from easel_server.cli.render.plain import one_line, plain
from easel_server.plain_lsp.edit_summary import edit_summaries

LABEL_WIDTH: Final = 60
MAX_TEXT: Final = 2000

Answer = RespondPermission | RespondElicitation


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to answer. `label` is unique in its question; `opens` is a page to show first."""

    label: str
    answer: Answer
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `dismissal`: the answer of somebody who closes it without choosing."""

    id: str
    text: str
    choices: tuple[Choice, ...]
    dismissal: Answer


def permission_question(event: PermissionRequested, agent: str, by: str) -> Question:
    """The question of a permission request. To close it is never a yes, and no lasting no."""
    options = [option for option in event.options if isinstance(option.get("optionId"), str)]
    labels = _unique(one_line(str(o.get("name") or o["optionId"]), LABEL_WIDTH) for o in options)
    answers = [RespondPermission(event.permission_id, o["optionId"], by) for o in options]
    rejecting = [o["optionId"] for o in options if o.get("kind") == "reject_once"]
    return Question(
        id=event.permission_id,
        text=_shortened(f"{agent} asks: {one_line(event.tool_call.title)}", event.tool_call),
        choices=tuple(map(Choice, labels, answers)),
        dismissal=RespondPermission(event.permission_id, next(iter(rejecting), None), by),
    )


def elicitation_question(event: ElicitationRequested, agent: str, by: str) -> Question | None:
    """The question of a request for input; None if a few choices cannot answer it."""
    text = f"{agent} asks: {plain(event.message)[:MAX_TEXT]}"
    choices: tuple[Choice, ...]
    if event.mode == "url":
        if urlsplit(event.url or "").scheme not in {"http", "https"}:
            return None
        text = f"{text}\n{plain(event.url or '')}"
        choices = (Choice("Open", _respond(event, "accept", by), opens=event.url),)
    else:
        form = fields(event.requested_schema or {})
        if len(form) != 1 or form[0].type not in {"boolean", "choice"}:
            return None
        text = text if form[0].title == form[0].name else f"{text}\n{form[0].title}"
        choices = tuple(_form_choices(event, form[0], by))
    return Question(
        id=event.elicitation_id,
        text=text,
        choices=(*choices, Choice("Decline", _respond(event, "decline", by))),
        dismissal=_respond(event, "cancel", by),
    )


def declined(event: ElicitationRequested, by: str) -> RespondElicitation:
    """The answer to a form that cannot be shown."""
    return _respond(event, "decline", by)


def _form_choices(event: ElicitationRequested, field: Field, by: str) -> Iterator[Choice]:
    values: list[tuple[str, JsonObject]] = (
        [("Yes", {field.name: True}), ("No", {field.name: False})]
        if field.type == "boolean"
        else [(option.title, {field.name: option.value}) for option in field.options]
    )
    labels = _unique((one_line(label, LABEL_WIDTH) for label, _ in values), taken=("Decline",))
    for label, (_, content) in zip(labels, values, strict=True):
        yield Choice(label, _respond(event, "accept", by, content))


def _respond(
    event: ElicitationRequested,
    action: ElicitationAction,
    by: str,
    content: JsonObject | None = None,
) -> RespondElicitation:
    return RespondElicitation(event.elicitation_id, action, content, by)


def _unique(labels: Iterator[str], taken: tuple[str, ...] = ()) -> list[str]:
    """The labels, told apart by a number where two are the same: the answer is only a label."""
    found: list[str] = []
    for label in labels:
        name, number = label, 2
        while name in found or name in taken:
            name, number = f"{label} ({number})", number + 1
        found.append(name)
    return found


def _shortened(head: str, call: ToolCall) -> str:
    text = "\n".join([head, *_wants(call)])
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def _wants(call: ToolCall) -> Iterator[str]:
    """What the tool call wants: its command, its edits, else the files that it touches."""
    command = call.raw_input.get("command") if isinstance(call.raw_input, dict) else None
    words = [str(word) for word in command] if isinstance(command, list) else []
    line = command if isinstance(command, str) else " ".join(words)
    if line and one_line(line) not in call.title:
        yield f"$ {plain(line)}"
    edits = list(edit_summaries(call.content))
    yield from edits
    if not edits:
        yield from (one_line(str(place["path"])) for place in call.locations if "path" in place)
