"""Telling why a session could not be brought back: the first rule that fits decides.

What no rule fits is the agent's own error.
"""

from typing import Any, Literal

from easel_acp.connection.answer_rules import AnswerRule, answer_rule, classify
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


RULES: tuple[AnswerRule[LoadErrorKind], ...] = (
    answer_rule("authRequired", frozenset({AUTH_REQUIRED}), None),
    answer_rule("unsupported", frozenset({METHOD_NOT_FOUND}), None),
    answer_rule("authRequired", None, r"authentication required|not logged in|log ?in required"),
    answer_rule(
        "authRequired", None, r"(invalid|missing) (api key|credentials)|api key is missing"
    ),
    answer_rule(
        "cwdMismatch", None, r"belongs to (another|a different) (workspace|project|directory)"
    ),
    answer_rule("cwdMismatch", None, r"\bcwd\b.{0,40}(mismatch|differ|does not match)"),
    answer_rule("ownedElsewhere", None, r"already (loaded|open|attached|in use)|\bin use by\b"),
    answer_rule("ownedElsewhere", None, r"(locked|owned|held) by (another|a different)"),
    answer_rule("notFound", frozenset({RESOURCE_NOT_FOUND}), None),
    answer_rule("notFound", _SPOKEN, r"session\b.{0,120}\bnot found|unknown session"),
    answer_rule(
        "notFound", _SPOKEN, r"no (such|previous) sessions?|no conversation|no rollout found"
    ),
    answer_rule(
        "notFound", _SPOKEN, r"invalid session (id|identifier)|requires a valid session id"
    ),
    answer_rule("notFound", frozenset({-32602}), r"failed to load session"),
    answer_rule("notFound", _SPOKEN, r'OpenCode service failure \{"service":"session"\}'),
)


def classify_load_reply(code: int, message: str, data: Any) -> LoadErrorKind:
    """Tell what an agent means by this error on `session/load`, `resume` or `prompt`."""
    return classify(RULES, code, message, data) or "agentError"


def classify_load_error(error: AgentConnectionError) -> LoadErrorKind:
    """Tell why a call that was to bring a session back has failed."""
    match error:
        case AgentRequestError():
            return classify_load_reply(error.code, error.message, error.data)
        case AgentTimeout():
            return "timeout"
        case _:
            return "agentError"
