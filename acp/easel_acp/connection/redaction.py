"""Taking secrets out of messages before they are kept for people to read."""

import re
from typing import Any

from easel_acp.connection.messages import Message

MASK = "[redacted]"
MAX_DEPTH = 32
"""Deeper than any message of the protocol; what lies below is masked as a whole."""

_VALUES_ARE_SECRET = frozenset({"env", "headers"})
_SECRET_KEY = re.compile(
    r"(authorization|cookie|credentials?|passphrase|password|secret|api[_-]?key"
    r"|(^|[_-]|access|auth|bearer|refresh)token)$",
    re.IGNORECASE,
)
_SECRET_METHODS = frozenset({"authenticate", "auth/login"})
_PUBLIC_IN_SECRET_METHODS = frozenset({"methodId"})


def redacted(message: Message) -> Message:
    """Return *message* with its secrets masked; *message* itself stays as it is.

    Masked are the values of environments and headers, everything handed over to log in, what a
    user filled into a form, and text under keys such as `apiKey` or `access_token`.
    """
    clean = _clean_mapping(message, 0)
    if message.get("method") in _SECRET_METHODS and isinstance(message.get("params"), dict):
        clean["params"] = {
            key: value if key in _PUBLIC_IN_SECRET_METHODS else MASK
            for key, value in message["params"].items()
        }
    result = message.get("result")
    if isinstance(result, dict) and result.get("action") == "accept" and "content" in result:
        clean["result"] = {**clean["result"], "content": MASK}
    return clean


def _clean_mapping(mapping: Message, depth: int) -> Message:
    return {key: _clean_field(key, value, depth) for key, value in mapping.items()}


def _clean_field(key: str, value: Any, depth: int) -> Any:
    if key in _VALUES_ARE_SECRET:
        return _names_only(value)
    if isinstance(value, str) and _SECRET_KEY.search(key):
        return MASK
    return _clean(value, depth + 1)


def _clean(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        return MASK
    if isinstance(value, dict):
        return _clean_mapping(value, depth)
    if isinstance(value, list):
        return [_clean(item, depth + 1) for item in value]
    return value


def _names_only(variables: Any) -> Any:
    """Keep the names of variables or headers, as `{name: value}` or `[{name, value}]`."""
    if isinstance(variables, dict):
        return dict.fromkeys(variables, MASK)
    if isinstance(variables, list):
        return [
            {"name": item.get("name"), "value": MASK} if isinstance(item, dict) else MASK
            for item in variables
        ]
    return MASK if variables is not None else None
