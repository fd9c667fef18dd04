"""The chapters of stories as examples."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any

from easel_server.protocol.generate.exchange.story import Chapter, Message, Step
from easel_server.protocol.generate.json_text import json_text

LONGEST_TEXT = 160
"""Longer texts are cut, visibly."""

_REPETITIVE = ("at", "epoch")


def example(chapter: Chapter) -> str:
    """A heading and the messages, each with who sends it."""
    messages = "\n".join(_message(step, chapter.focus) for step in chapter.steps)
    return f"#### {chapter.title}\n\n```jsonc\n{messages}\n```"


def headings_by_method(chapters: Iterable[Chapter]) -> dict[str, Sequence[str]]:
    """The headings of the examples in which a method occurs."""
    found: dict[str, list[str]] = defaultdict(list)
    for chapter in chapters:
        methods = ((step.send or step.receive or {}).get("method") for step in chapter.steps)
        for method in dict.fromkeys(filter(None, methods)):
            found[method].append(chapter.title)
    return dict(found)


def _message(step: Step, focus: Collection[str]) -> str:
    if step.send is not None:
        return f"// editor\n{json_text(step.send)}"
    assert step.receive is not None
    return f"// server\n{json_text(_cut(_focused(step.receive, focus)))}"


def _focused(message: Message, focus: Collection[str]) -> Message:
    """The message with only the events of some types, and only what is their own."""
    params = message.get("params")
    if not (focus and isinstance(params, dict) and "events" in params):
        return message
    shown: list[Message] = []
    for is_shown, events in groupby(params["events"], lambda event: event["type"] in focus):
        if is_shown:
            shown += [{k: v for k, v in e.items() if k not in _REPETITIVE} for e in events]
        else:
            shown.append({"…": ", ".join(dict.fromkeys(event["type"] for event in events))})
    return {**message, "params": {**params, "events": shown}}


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cut(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cut(item) for item in value]
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return f"{value[:LONGEST_TEXT]}…"
    return value
