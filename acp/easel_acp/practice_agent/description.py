"""What the agent says about itself and about its sessions."""

from importlib.metadata import version

from easel_acp import sdk
from easel_acp.practice_agent.login import Method
from easel_acp.practice_agent.store import SessionSummary

PROTOCOL_VERSION = 1


def introduction(auth_methods: list[Method]) -> sdk.InitializeResponse:
    """Return the answer to `initialize`."""
    return sdk.InitializeResponse(
        protocol_version=PROTOCOL_VERSION,
        agent_info=sdk.Implementation(
            name="easel-practice", title="Practice agent", version=version("easel-ls")
        ),
        agent_capabilities=_capabilities(),
        auth_methods=list(auth_methods),
    )


def session_info(summary: SessionSummary) -> sdk.SessionInfo:
    """Describe a session in a list."""
    return sdk.SessionInfo(
        session_id=summary.session_id,
        cwd=summary.cwd,
        additional_directories=summary.additional_directories or None,
        title=summary.title,
        updated_at=summary.updated_at,
    )


def _capabilities() -> sdk.AgentCapabilities:
    return sdk.AgentCapabilities(
        load_session=True,
        prompt_capabilities=sdk.PromptCapabilities(image=True, audio=True, embedded_context=True),
        mcp_capabilities=sdk.McpCapabilities(http=True, sse=True),
        session_capabilities=sdk.SessionCapabilities(
            list=sdk.SessionListCapabilities(),
            resume=sdk.SessionResumeCapabilities(),
            fork=sdk.SessionForkCapabilities(),
            close=sdk.SessionCloseCapabilities(),
            delete=sdk.SessionDeleteCapabilities(),
            additional_directories=sdk.SessionAdditionalDirectoriesCapabilities(),
        ),
    )
