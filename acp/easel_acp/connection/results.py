"""What an agent answers to the calls about sessions and turns."""

from typing import Any

import msgspec

from easel_acp.connection.errors import MalformedResult
from easel_acp.connection.lenient import mapping, mappings, text
from easel_acp.connection.messages import Message


class SessionResult(msgspec.Struct, frozen=True):
    """The answer to `session/new`, `load`, `resume` or `fork`: which session, and its settings."""

    session_id: str
    modes: Message | None
    """`SessionModeState`, as the agent sent it; None where it offers none."""
    config_options: list[Message] | None
    """`SessionConfigOption`s, as the agent sent them; None where it offers none."""
    raw: Message


class PromptResult(msgspec.Struct, frozen=True):
    """How the agent says a turn ended. The stop reason is what it wrote: unknown, or None."""

    stop_reason: str | None
    usage: Message | None
    raw: Message


def parse_new_session(method: str, value: Any) -> SessionResult:
    """Read the answer to *method*, which makes a session.

    Raises:
        MalformedResult: the answer names no session.
    """
    session_id = text(mapping(value).get("sessionId"))
    if not session_id:
        raise MalformedResult(method, "the result has no sessionId")
    return parse_known_session(session_id, value)


def parse_known_session(session_id: str, value: Any) -> SessionResult:
    """Read the answer to `session/load` or `session/resume`: null, or what the session offers."""
    raw = mapping(value)
    options = raw.get("configOptions")
    return SessionResult(
        session_id=session_id,
        modes=mapping(raw.get("modes")) or None,
        config_options=mappings(options) if isinstance(options, list) else None,
        raw=raw,
    )


def parse_prompt_result(value: Any) -> PromptResult:
    """Read the answer to `session/prompt`; never fails, whatever the agent wrote."""
    raw = mapping(value)
    return PromptResult(text(raw.get("stopReason")), mapping(raw.get("usage")) or None, raw)
