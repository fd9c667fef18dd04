"""Takes secrets out of what is kept or shown: texts such as stderr, and messages of ACP."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

REDACTED = "[redacted]"

_SHORTEST_SECRET = 8
"""Shorter values of variables are not searched for: “true” or “1” is everywhere."""

_SECRET_NAME = re.compile(
    r"(?:^|_)(?:(?:API|ACCESS|PRIVATE|SECRET|ACCOUNT|AUTH|ENCRYPTION|SIGNING)?_?KEY|[A-Z]*TOKEN"
    r"|SECRETS?|PASS|PASSWD|PASSWORD|PASSPHRASE|PAT|CREDENTIALS?|AUTH|COOKIE|DSN)(?:_|$)",
    re.IGNORECASE,
)

_WELL_KNOWN = (
    r"sk-[A-Za-z0-9_-]{12,}",
    r"(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{12,}",
    r"gh[opsur]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{16,}",
    r"AIza[A-Za-z0-9_-]{20,}|ya29\.[A-Za-z0-9_-]{16,}",
    r"A(?:KIA|SIA)[A-Z0-9]{12,}",
    r"xox[a-z]-[A-Za-z0-9-]{10,}",
    r"(?:hf|gsk|npm|pypi|xai)[_-][A-Za-z0-9_-]{16,}",
    r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
)
_BARE = re.compile("|".join(_WELL_KNOWN), re.DOTALL)

_AFTER_A_WORD = re.compile(
    r"""(?ix)
    (                                             # what stays
        \b(?:bearer|basic)[ ]+
      | \b(?:x-)?(?:[a-z0-9]+[-_])*(?:api[-_]?key|access[-_]?key|secret|token|password|passwd)
        ["']? \s* [:=] \s* (?:bearer[ ]+)? ["']?
      | ://[^\s/:@]*:                             # user:password@host
    )
    (?! \[redacted\] )
    ([^\s"',;&@]{6,})                             # what goes
    """
)

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


def secret_values(env: Mapping[str, str]) -> frozenset[str]:
    """The values in `env` that look like secrets by the names of their variables."""
    return frozenset(
        value
        for name, value in env.items()
        if len(value) >= _SHORTEST_SECRET and _SECRET_NAME.search(name)
    )


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without `secrets`, without API keys and tokens of well-known shapes."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, REDACTED)
    text = _BARE.sub(REDACTED, text)
    return _AFTER_A_WORD.sub(rf"\1{REDACTED}", text)


def redacted(message: dict[str, Any]) -> dict[str, Any]:
    """Return *message* with its secrets masked; *message* itself stays as it is.

    Masked are the values of environments and headers, everything handed over to log in, what a
    user filled into a form, and text under keys such as `apiKey` or `access_token`.
    """
    clean = _clean_mapping(message, 0)
    if message.get("method") in _SECRET_METHODS and isinstance(message.get("params"), dict):
        clean["params"] = {
            key: value if key in _PUBLIC_IN_SECRET_METHODS else REDACTED
            for key, value in message["params"].items()
        }
    result = message.get("result")
    if isinstance(result, dict) and result.get("action") == "accept" and "content" in result:
        clean["result"] = {**clean["result"], "content": REDACTED}
    return clean


def _clean_mapping(mapping: dict[str, Any], depth: int) -> dict[str, Any]:
    return {key: _clean_field(key, value, depth) for key, value in mapping.items()}


def _clean_field(key: str, value: Any, depth: int) -> Any:
    if key in _VALUES_ARE_SECRET:
        return _names_only(value)
    if isinstance(value, str) and _SECRET_KEY.search(key):
        return REDACTED
    return _clean(value, depth + 1)


def _clean(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        return REDACTED
    if isinstance(value, dict):
        return _clean_mapping(value, depth)
    if isinstance(value, list):
        return [_clean(item, depth + 1) for item in value]
    return value


def _names_only(variables: Any) -> Any:
    """Keep the names of variables or headers, as `{name: value}` or `[{name, value}]`."""
    if isinstance(variables, dict):
        return dict.fromkeys(variables, REDACTED)
    if isinstance(variables, list):
        return [
            {"name": item.get("name"), "value": REDACTED} if isinstance(item, dict) else REDACTED
            for item in variables
        ]
    return REDACTED if variables is not None else None
