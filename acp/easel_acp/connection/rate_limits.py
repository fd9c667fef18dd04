"""Telling that an agent failed because it, or the model behind it, is asked too much for now.

That is no crash and no fault: nothing has to be mended, one has to wait. The first rows are what
known agents answer (claude, codex, gemini, those on litellm), the others what providers say.
"""

from typing import Any

from easel_acp.connection.answer_rules import AnswerRule, answer_rule, classify

TOO_MANY_REQUESTS = 429

_WORDS = (
    r'"errorKind" ?: ?"rate_limit"',
    r'"codex_?error_?info" ?: ?"(usage|rate)_?limit_?exceeded"',
    r"\bRESOURCE_EXHAUSTED\b",
    r"\bRateLimitError\b|\brate_limit_(error|exceeded)\b",
    r"\b(status|code|error|http)\W{0,6}429\b|\b429\W{1,3}too many requests|\btoo many requests\b",
    r"\brate[ -]?limit(s|ed|ing)?\b.{0,40}\b(reached|exceeded|hit)\b",
    r"\b(reached|exceeded|hit)\b.{0,40}\b(rate|usage|session|weekly|daily)[ -]limits?\b",
    r"\brate[ -]limited\b|\bhit your\b.{0,20}\blimit\b",
    r"\b(usage|session|weekly|daily)[ -]limit (has been |was )?(reached|exceeded|hit)\b",
    r"\bquota\b.{0,40}\b(exceeded|exhausted|reached)\b|\bexceeded your\b.{0,20}\bquota\b",
    r"\binsufficient_quota\b",
)
RULES: tuple[AnswerRule[bool], ...] = (
    answer_rule(True, frozenset({TOO_MANY_REQUESTS}), None),
    *(answer_rule(True, None, words) for words in _WORDS),
)


def is_rate_limit(code: int | None, message: str, data: Any = None) -> bool:
    """Whether an error answer, or the last words of an agent that ended, tell of a limit."""
    return classify(RULES, code, message, data) or False
