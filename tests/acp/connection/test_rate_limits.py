"""Rate limits, in the words of real agents and providers; and what is none."""

from typing import Any

import pytest

from easel_acp.connection.rate_limits import is_rate_limit

GEMINI = '{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED"}}'
LITELLM = (
    "Conversation run failed for id=ff3ba402: litellm.RateLimitError: RateLimitError: slow down"
)
LIMITS: list[tuple[str, int | None, str, Any]] = [
    ("claude", -32603, "Internal error: You've hit your limit", {"errorKind": "rate_limit"}),
    ("claude, in words", -32603, "Internal error: You've hit your limit · resets 3pm", None),
    ("claude, older", -32603, "Claude AI usage limit reached|1893456000", None),
    (
        "codex_zed",
        -32603,
        "Internal error",
        {
            "message": "You've hit your usage limit. Upgrade to Pro",
            "codex_error_info": "usage_limit_exceeded",
        },
    ),
    ("codex_acp", -32603, "Internal error", {"codexErrorInfo": "rateLimitExceeded"}),
    ("codex, retried", -32603, "exceeded retry limit, last status: 429 Too Many Requests", None),
    ("gemini", 429, GEMINI, None),
    ("gemini, wrapped", -32603, "Internal error", {"details": GEMINI}),
    ("qwen", -32603, "Internal error", {"details": "429 Too Many Requests"}),
    ("deepagents", -32603, "Internal error", {"details": "Error code: 429 - slow down"}),
    ("openhands", -32603, "Internal error", {"details": LITELLM}),
    ("vibe", -32603, "Rate limit exceeded. Please wait a moment.", None),
    ("opencode", -32603, "Rate limited. Quick retry later", {"errorName": "APIError"}),
    ("openai", -32603, "You exceeded your current quota, please check your plan", None),
    ("openai, code", -32603, "x", {"error": {"code": "insufficient_quota"}}),
    ("anthropic", -32603, "x", {"type": "error", "error": {"type": "rate_limit_error"}}),
    ("last words", None, "agent: HTTP 429: too many requests\nbye", None),
    ("weekly", None, "Weekly limit reached, resets Monday", None),
]
OTHERS: list[tuple[str, int | None, str, Any]] = [
    ("bad request", -32603, "Internal error", {"details": "400 scripted error 400"}),
    ("server error", -32603, "We're currently experiencing high demand", None),
    ("claude, unknown", -32603, "API Error: 400", {"errorKind": "unknown"}),
    ("a file", -32603, "cannot open rate_limits.py", None),
    ("a number", -32603, "line 429 of the file is wrong", None),
    ("a context", -32603, "the prompt exceeds the limit of 200000 tokens", None),
    ("login", -32000, "Authentication required", None),
    ("disk", None, "OSError: disk quota for user 429 not readable", None),
]


@pytest.mark.parametrize(("code", "message", "data"), [row[1:] for row in LIMITS])
def test_w13_a_rate_limit_is_recognised(code: int | None, message: str, data: Any) -> None:
    assert is_rate_limit(code, message, data)


@pytest.mark.parametrize(("code", "message", "data"), [row[1:] for row in OTHERS])
def test_other_failures_are_not_taken_for_one(code: int | None, message: str, data: Any) -> None:
    assert not is_rate_limit(code, message, data)
