"""Takes secrets out of text that goes into logs and error messages."""

import re
from collections.abc import Iterable, Mapping

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
