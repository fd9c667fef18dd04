"""Telling why a session could not be brought back.

Every agent has its own way to say it, and no code means one thing: -32603 is "no such session" in
one agent and a full disk in the next. So the rules are data: one row per way of saying it, the
first row that fits decides, and what no row fits is the agent's own error.
"""

import re
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from easel_acp.connection.errors import (
    AgentConnectionError,
    AgentRequestError,
    AgentTimeout,
)

LoadErrorKind = Literal[
    "notFound",
    "ownedElsewhere",
    "cwdMismatch",
    "authRequired",
    "unsupported",
    "timeout",
    "agentError",
]

AUTH_REQUIRED = -32000
RESOURCE_NOT_FOUND = -32002
METHOD_NOT_FOUND = -32601

_SPOKEN = frozenset({-32602, -32603})
"""Codes that say nothing by themselves: the words decide."""


@dataclass(frozen=True, slots=True)
class LoadErrorRule:
    """An answer of *kind*: one with such a code (any, if None) and such words (any, if None).

    The words are looked for in the message and in the JSON of the data, whatever their case.
    """

    kind: LoadErrorKind
    codes: frozenset[int] | None
    words: re.Pattern[str] | None


def _rule(kind: LoadErrorKind, codes: frozenset[int] | None, words: str | None) -> LoadErrorRule:
    return LoadErrorRule(
        kind, codes, re.compile(words, re.IGNORECASE | re.DOTALL) if words else None
    )


RULES = (
    _rule("authRequired", frozenset({AUTH_REQUIRED}), None),
    _rule("unsupported", frozenset({METHOD_NOT_FOUND}), None),
    _rule("authRequired", None, r"authentication required|not logged in|log ?in required"),
    _rule("authRequired", None, r"(invalid|missing) (api key|credentials)|api key is missing"),
    _rule("cwdMismatch", None, r"belongs to (another|a different) (workspace|project|directory)"),
    _rule("cwdMismatch", None, r"\bcwd\b.{0,40}(mismatch|differ|does not match)"),
    _rule("ownedElsewhere", None, r"already (loaded|open|attached|in use)|\bin use by\b"),
    _rule("ownedElsewhere", None, r"(locked|owned|held) by (another|a different)"),
    _rule("notFound", frozenset({RESOURCE_NOT_FOUND}), None),
    _rule("notFound", _SPOKEN, r"session\b.{0,120}\bnot found|unknown session"),
    _rule("notFound", _SPOKEN, r"no (such|previous) sessions?|no conversation|no rollout found"),
    _rule("notFound", _SPOKEN, r"invalid session (id|identifier)|requires a valid session id"),
    _rule("notFound", frozenset({-32602}), r"failed to load session"),
    _rule("notFound", _SPOKEN, r'OpenCode service failure \{"service":"session"\}'),
)


def classify_load_reply(code: int, message: str, data: Any) -> LoadErrorKind:
    """Tell what an agent means by this error on `session/load`, `resume` or `prompt`."""
    said = message if data is None else f"{message} {msgspec.json.encode(data).decode()}"
    for rule in RULES:
        if rule.codes is not None and code not in rule.codes:
            continue
        if rule.words is None or rule.words.search(said):
            return rule.kind
    return "agentError"


def classify_load_error(error: AgentConnectionError) -> LoadErrorKind:
    """Tell why a call that was to bring a session back has failed."""
    match error:
        case AgentRequestError():
            return classify_load_reply(error.code, error.message, error.data)
        case AgentTimeout():
            return "timeout"
        case _:
            return "agentError"
