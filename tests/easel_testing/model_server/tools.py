"""Finds the agent's tool for a purpose, and fills in its arguments."""

from typing import Any, Literal, TypeAlias

Purpose: TypeAlias = Literal["write", "shell"]
NAMES: dict[Purpose, tuple[str, ...]] = {
    "write": ("write_file", "write", "write_text_file", "create_file"),
    "shell": ("run_shell_command", "bash", "shell", "execute_command", "exec"),
}
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
