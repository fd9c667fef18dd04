"""Answers in the shape of chat completions."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import msgspec

MODEL = "fake-model"
USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
DONE = b"data: [DONE]\n\n"


def words(text: str) -> list[dict[str, Any]]:
    """One delta a word."""
    return [{"content": word} for word in _words(text)]


def thoughts(text: str) -> list[dict[str, Any]]:
    return [{"reasoning_content": word} for word in _words(text)]


def call(function: dict[str, Any]) -> dict[str, Any]:
    """A delta that calls a tool; `function` is `{name, arguments}`."""
    arguments = msgspec.json.encode(function["arguments"]).decode()
    called = {"name": function["name"], "arguments": arguments}
    return {
        "tool_calls": [
            {"index": 0, "id": f"call-{uuid4()}", "type": "function", "function": called}
        ]
    }


def event(delta: dict[str, Any], finish: str | None = None) -> bytes:
    """One server-sent event; the last one, with a `finish` reason, also has the usage."""
    choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
    chunk: dict[str, Any] = {
        "id": "chat-1", "object": "chat.completion.chunk", "created": 1, "model": MODEL,
        "choices": [choice],
    }  # fmt: skip
    if finish is not None:
        chunk["usage"] = USAGE
    return b"data: " + msgspec.json.encode(chunk) + b"\n\n"


def whole(deltas: Iterable[dict[str, Any]], finish: str) -> bytes:
    """The answer to a request that did not ask for a stream."""
    message: dict[str, Any] = {"role": "assistant", "content": ""}
    for delta in deltas:
        message["content"] += delta.get("content", "")
        message |= {key: value for key, value in delta.items() if key != "content"}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return msgspec.json.encode(
        {"id": "chat-1", "object": "chat.completion", "created": 1, "model": MODEL,
         "choices": [choice], "usage": USAGE}
    )  # fmt: skip


def error(status: int) -> bytes:
    text = f"scripted error {status}"
    return msgspec.json.encode(
        {"error": {"message": text, "type": "scripted", "code": str(status)}}
    )


def models() -> bytes:
    return msgspec.json.encode({"object": "list", "data": [{"id": MODEL, "object": "model"}]})


def _words(text: str) -> list[str]:
    *first, last = text.split(" ")
    return [f"{word} " for word in first] + [last]
