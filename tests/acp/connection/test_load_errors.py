"""Why a session could not be brought back, in the words of eighteen real agents."""

from typing import Any

import pytest

from easel_acp.connection.errors import (
    AgentConnectionClosed,
    AgentConnectionError,
    AgentRequestError,
    AgentTimeout,
)
from easel_acp.connection.load_errors import (
    LoadErrorKind,
    classify_load_error,
    classify_load_reply,
)

ID = "00000000-0000-4000-8000-000000000000"
SEARCHED = f'Invalid session identifier "{ID}".\n  Searched for sessions in /home/u/.gemini'
UNRESOLVED = {
    "uri": ID,
    "reason": "Session not found",
    "details": f"Session {ID} could not be resolved from /home/u",
}
NO_UUID = (
    "invalid session id: invalid character: expected an optional prefix of `urn:uuid:` followed by"
    " [0-9a-fA-F-], found `n` at 1"
)
NOT_RESUMABLE = (
    "Claude Code returned an error result: Error: --resume requires a valid session ID or session"
    " title when used with --print."
)

NOT_FOUND: list[tuple[str, int, str, Any]] = [
    ("codex_zed", -32002, "Resource not found", None),
    ("codex_acp", -32603, "Internal error", {"details": f"no rollout found for thread id {ID}"}),
    ("codex_acp, malformed", -32603, "Internal error", {"details": NO_UUID}),
    ("codex_acp, prompt", -32002, f"Session {ID} not found", {"sessionId": ID}),
    ("claude", -32002, "Resource not found", {"sessionId": ID}),
    ("claude, malformed", -32603, "Internal error", {"details": NOT_RESUMABLE}),
    ("qwen", -32002, f"Resource not found: session:{ID}", {"uri": f"session:{ID}"}),
    ("qwen, prompt", -32603, "Internal error", {"details": f"Session not found: {ID}"}),
    ("opencode", -32603, "Internal error: OpenCode service failure", {"service": "session"}),
    ("opencode, prompt", -32602, f"Invalid params: session not found: {ID}", {"sessionId": ID}),
    ("opencode, older", -32602, "Invalid params", {"error": f"Session not found: {ID}"}),
    ("kilo", -32603, "Internal error: OpenCode service failure", {"service": "session"}),
    ("kilo, prompt", -32602, f"Invalid params: session not found: {ID}", {"sessionId": ID}),
    ("gemini", -32603, "Internal error", {"details": SEARCHED}),
    (
        "gemini, no sessions",
        -32603,
        "Internal error",
        {"details": "No previous sessions found for this project."},
    ),
    ("gemini, prompt", -32602, f"Session not found: {ID}", None),
    ("goose", -32002, "Resource not found", f"Session not found: {ID}"),
    ("goose, older", -32602, f"Failed to load session {ID}", None),
    ("copilot", -32002, f"Resource not found: Session {ID} not found", {"uri": "…"}),
    ("copilot, prompt", -32602, f"Session {ID} not found", {"sessionId": ID}),
    ("kimi_code", -32602, f"Invalid params: Unknown sessionId: {ID}", {"sessionId": ID}),
    ("kimi", -32602, "Invalid params", {"session_id": "Session not found"}),
    ("pi", -32602, "Invalid params", f"Unknown sessionId: {ID}"),
    ("cline", -32002, f"Resource not found: {ID}", {"uri": ID}),
    ("cline, prompt", -32603, "Internal error", {"details": f"unknown session: {ID}"}),
    ("vibe", -32602, f"Session not found: {ID}", {"session_id": ID}),
    ("fastagent", -32002, f"Session not found: {ID}", UNRESOLVED),
    (
        "openhands, malformed",
        -32602,
        "Invalid params",
        {"reason": "Invalid session ID format", "sessionId": "nope"},
    ),
]

OTHERS: list[tuple[str, int, str, Any, LoadErrorKind]] = [
    ("gemini, resume", -32601, '"Method not found": session/resume', {}, "unsupported"),
    ("goose, resume", -32601, "Method not found", None, "unsupported"),
    ("deepagents", -32601, "Method not found", {"method": "session/load"}, "unsupported"),
    ("openhands, resume", -32601, "Method not found", {"method": "session/resume"}, "unsupported"),
    ("copilot, resume", -32601, '"Method not found": session/resume', {}, "unsupported"),
    ("pi, resume", -32601, '"Method not found": session/resume', {}, "unsupported"),
    ("cline, resume", -32601, '"Method not found": session/resume', {}, "unsupported"),
    ("codex_acp, logged out", -32000, "Authentication required", None, "authRequired"),
    ("gemini, logged out", -32000, "Gemini API key is missing.", None, "authRequired"),
    ("vibe, key", -31002, "Invalid API key (from env var X).", None, "authRequired"),
    (
        "qwen, another directory",
        -32602,
        "Invalid params: The live session belongs to another workspace.",
        None,
        "cwdMismatch",
    ),
    ("copilot, loaded", -32602, f"Session {ID} is already loaded", None, "ownedElsewhere"),
    (
        "claude as root",
        -32603,
        "Internal error: --dangerously-skip-permissions cannot be used with root/sudo privileges",
        {"startupFailureReason": "bypass_root"},
        "agentError",
    ),
    ("deepagents, prompt", -32603, "Internal error", {"details": f"'{ID}'"}, "agentError"),
    (
        "opencode, model",
        -32603,
        "Internal error: scripted error 400",
        {"service": "session", "errorName": "APIError"},
        "agentError",
    ),
    (
        "pi, not installed",
        -32603,
        "Internal error: Could not start pi: executable not found (command: pi).",
        {"code": "ENOENT"},
        "agentError",
    ),
    ("anything else", -32603, "Internal error", None, "agentError"),
]


AGENTS = {
    "codex_zed", "codex_acp", "claude", "qwen", "opencode", "kilo", "gemini", "goose", "copilot",
    "kimi_code", "kimi", "pi", "cline", "hermes", "vibe", "fastagent", "openhands", "deepagents",
}  # fmt: skip
NEVER_REFUSE = {"hermes"}
"""They say yes to whatever they are asked for: see what becomes of a `suspect` session."""


def test_the_words_of_every_agent_are_known() -> None:
    told = [*(row[0] for row in NOT_FOUND), *(row[0] for row in OTHERS)]
    assert {words.replace(",", "").split()[0] for words in told} >= AGENTS - NEVER_REFUSE


@pytest.mark.parametrize(
    ("code", "message", "data"), [row[1:] for row in NOT_FOUND], ids=[row[0] for row in NOT_FOUND]
)
def test_an_unknown_session_is_recognised(code: int, message: str, data: Any) -> None:
    assert classify_load_reply(code, message, data) == "notFound"


@pytest.mark.parametrize(
    ("code", "message", "data", "kind"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS]
)
def test_other_causes_are_told_apart(
    code: int, message: str, data: Any, kind: LoadErrorKind
) -> None:
    assert classify_load_reply(code, message, data) == kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (AgentRequestError("session/load", -32002, "Gone"), "notFound"),
        (AgentTimeout("session/load", 60), "timeout"),
        (AgentConnectionClosed("eof"), "agentError"),
    ],
)
def test_every_failed_call_has_a_kind(error: AgentConnectionError, kind: LoadErrorKind) -> None:
    assert classify_load_error(error) == kind
