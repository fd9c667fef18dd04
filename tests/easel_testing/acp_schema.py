"""Checks what an agent wrote against the JSON Schema of ACP, where that is at hand."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import msgspec

SCHEMA = (
    Path(__file__).parents[3]
    / "shared/data/acp/schema_npm_sdk_2.4.0_2026-11/v1/schema.unstable.json"
)
MAX_SAMPLES = 100

Message = dict[str, Any]


def offences(messages: Sequence[Message], answered: Mapping[int, str]) -> Iterator[str]:
    """Yield what is wrong with an agent's messages; `answered` maps request ids to methods.

    Of each kind of session update only the first are checked: the others are much alike.
    """
    for message in _samples(messages):
        if "method" in message:
            suffix = "Request" if "id" in message else "Notification"
            yield from _problems(message["method"], suffix, message.get("params"))
        elif "result" in message and message["id"] in answered:
            yield from _problems(answered[message["id"]], "Response", message["result"])


def _samples(messages: Sequence[Message]) -> Iterator[Message]:
    seen: Counter[str] = Counter()
    for message in messages:
        kind = message.get("params", {}).get("update", {}).get("sessionUpdate", "")
        seen[kind] += 1
        if not kind or seen[kind] <= MAX_SAMPLES:
            yield message


def _problems(method: str, suffix: str, value: Any) -> Iterator[str]:
    name = _definitions_by_method()[method, suffix]
    for error in _validator(name).iter_errors(value):
        yield f"{name} at {error.json_path}: {error.message}"


@cache
def _schema() -> Message:
    schema: Message = msgspec.json.decode(SCHEMA.read_bytes())
    return schema


@cache
def _definitions_by_method() -> dict[tuple[str, str], str]:
    return {
        (definition["x-method"], suffix): name
        for name, definition in _schema()["$defs"].items()
        for suffix in ("Request", "Response", "Notification")
        if "x-method" in definition and name.endswith(suffix)
    }


@cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": _schema()["$defs"]})
