"""Finds the agent's tool for a purpose, and fills in its arguments."""

import re
from typing import Any, Literal, TypeAlias

from easel_testing.model_server.request import ModelRequest, text_of

Purpose: TypeAlias = Literal["write", "shell"]
NAMES: dict[Purpose, tuple[str, ...]] = {
    "write": ("write_file", "write", "write_text_file", "create_file"),
    "shell": ("run_shell_command", "bash", "shell", "execute_command", "exec"),
}
SEARCH, THROUGH = "tool_search", "tool_call"
MEANINGS = {"path": ("path", "file"), "text": ("content", "text"), "command": ("command", "cmd")}


class NoSuchTool(LookupError):
    """The agent has offered no tool for this purpose."""


def tool_call(tools: list[dict[str, Any]], purpose: Purpose, **values: str) -> dict[str, Any]:
    """The `function` of a tool call: `{name, arguments}`, arguments being an object.

    `values` are `path` and `text`, or `command`. Raises NoSuchTool.
    """
    functions = {tool["function"]["name"]: tool["function"] for tool in tools}
    for name in NAMES[purpose]:
        if function := functions.get(name):
            return {"name": name, "arguments": _arguments(function.get("parameters", {}), values)}
    raise NoSuchTool(f"no tool to {purpose} among {sorted(functions)}")


def call_by_name(request: ModelRequest, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The `function` of a call of the tool that agents call `name` behind a prefix of their own.

    Some agents have such tools looked up first, and called through another one.

    Raises:
        NoSuchTool: there is none.
    """
    names = [str(tool["function"]["name"]) for tool in request.tools]
    if found := next((full for full in names if full.endswith(name)), None):
        return {"name": found, "arguments": arguments}
    told = re.search(rf"\b\w+__{name}\b", "\n".join(map(text_of, request.messages)))
    if THROUGH in names and told is not None:
        return {"name": THROUGH, "arguments": {"name": told[0], "arguments": arguments}}
    if SEARCH in names and request.called != SEARCH:
        return {"name": SEARCH, "arguments": {"query": name}}
    raise NoSuchTool(f"no tool {name} among {sorted(names)}")


def _arguments(schema: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    properties: dict[str, dict[str, Any]] = schema.get("properties", {})
    required = set(schema.get("required", ()))
    arguments: dict[str, Any] = {}
    for name, described in properties.items():
        meaning = _meaning(name)
        if meaning in values:
            arguments[name] = values[meaning]
        elif name in required:
            arguments[name] = _anything(described)
    return arguments


def _meaning(name: str) -> str | None:
    lowered = name.lower()
    return next((m for m, parts in MEANINGS.items() if any(p in lowered for p in parts)), None)


def _anything(described: dict[str, Any]) -> object:
    match described.get("type"):
        case "boolean":
            return False
        case "integer" | "number":
            return 10_000
    return "As asked"
