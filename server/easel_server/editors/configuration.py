"""The settings of an editor: asked for when it is ready, and again when they change."""

import logging
from typing import Any, Final

import anyio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from easel_server.core import Core
from easel_server.lsp.session import EditorSession
from easel_server.settings import SettingProblem

logger = logging.getLogger(__name__)

SECTION: Final = "easel"
ANSWER_SECONDS: Final = 10.0

_SEVERITIES = {
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
}


def register_configuration(session: EditorSession, core: Core) -> None:
    """Keep the core's settings those of the editor, and show what is wrong with them."""

    @session.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        workspace = session.client_capabilities.workspace
        if workspace is not None and workspace.did_change_configuration is not None:
            session.tasks.start_soon(_register_for_changes, session)
        await _update(session, core, None)

    @session.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        await _update(session, core, params.settings)


async def _update(session: EditorSession, core: Core, pushed: Any) -> None:
    editor = core.editors.get(session)
    if editor is None:
        return
    pulled = await _pull(session)
    editor.editor_settings = pulled if pulled is not None else _section(pushed)
    core.refresh_settings()
    publish_problems(session, core)


async def _pull(session: EditorSession) -> dict[str, Any] | None:
    workspace = session.client_capabilities.workspace
    if workspace is None or not workspace.configuration:
        return None
    params = types.ConfigurationParams(items=[types.ConfigurationItem(section=SECTION)])
    try:
        with anyio.fail_after(ANSWER_SECONDS):
            answer = await session.workspace_configuration_async(params)
    except (TimeoutError, JsonRpcException) as error:
        logger.warning("%s did not tell its configuration: %r", session.peer, error)
        return None
    return answer[0] if answer and isinstance(answer[0], dict) else None


def _section(pushed: Any) -> dict[str, Any] | None:
    section = pushed.get(SECTION, pushed) if isinstance(pushed, dict) else None
    return section if isinstance(section, dict) else None


async def _register_for_changes(session: EditorSession) -> None:
    workspace = session.client_capabilities.workspace
    assert workspace is not None
    assert workspace.did_change_configuration is not None
    if not workspace.did_change_configuration.dynamic_registration:
        return
    registration = types.Registration(
        id="easel-configuration",
        method=types.WORKSPACE_DID_CHANGE_CONFIGURATION,
        register_options={"section": SECTION},
    )
    try:
        with anyio.fail_after(ANSWER_SECONDS):
            await session.client_register_capability_async(
                types.RegistrationParams(registrations=[registration])
            )
    except (TimeoutError, JsonRpcException) as error:
        logger.warning("%s will not tell of changed settings: %r", session.peer, error)


def publish_problems(session: EditorSession, core: Core) -> None:
    """Mistakes in config.toml as diagnostics of that file, those of the editor as messages."""
    in_file = [p for p in core.setting_problems if p.source == "config.toml"]
    session.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(
            uri=core.config_path.as_uri(), diagnostics=list(map(_diagnostic, in_file))
        )
    )
    elsewhere = [p for p in core.setting_problems if p.source != "config.toml"]
    for problem in elsewhere:
        session.window_show_message(
            types.ShowMessageParams(
                type=types.MessageType.Warning,
                message=f"Easel setting `easel.{problem.path}`: {problem.message}",
            )
        )


def _diagnostic(problem: SettingProblem) -> types.Diagnostic:
    line = (problem.line or 1) - 1
    return types.Diagnostic(
        range=types.Range(types.Position(line, 0), types.Position(line, 1000)),
        message=f"{problem.path}: {problem.message}" if problem.path else problem.message,
        severity=_SEVERITIES[problem.level],
        source="easel",
    )
