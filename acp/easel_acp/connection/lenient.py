"""Reading fields of an agent's answer: what is absent or of the wrong type counts as not given.

The schema of ACP itself asks for this: a malformed optional field falls back to its default.
"""

from typing import Any

from easel_acp.connection.messages import Message


def mapping(value: Any) -> Message:
    """Return *value* if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[Message]:
    """Return the objects in *value* if it is a list, else nothing."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: Any) -> str | None:
    """Return *value* if it is text."""
    return value if isinstance(value, str) else None


def flag(value: Any) -> bool:
    """Tell whether a capability is there: `true`, or an object, even an empty one."""
    return value is True or isinstance(value, dict)
