"""`easel/conversation/setMode` and `setConfigOption`: choices that the agent's session offers."""

from easel_conversation.inputs import Resume
from easel_server.errors import EaselError
from easel_server.features.context import Context, as_result
from easel_server.features.resuming import bring_up
from easel_server.protocol.conversation import ConversationResult
from easel_server.protocol.session_options import SetConfigOptionParams, SetModeParams


async def set_mode(context: Context, params: SetModeParams) -> ConversationResult:
    """Choose a mode. Starts the agent if it is not up: only it knows its modes."""
    conversation = await context.conversation(params.conversation_id)
    await bring_up(context, conversation, Resume())
    modes = (conversation.state.session.modes or {}).get("availableModes", [])
    _require(params.mode_id, [mode.get("id") for mode in modes], "mode")
    await context.core.workers.get(conversation.state.id).set_mode(params.mode_id)
    await context.editor.flush(conversation)
    return as_result(conversation)


async def set_config_option(context: Context, params: SetConfigOptionParams) -> ConversationResult:
    """Choose a value of an option."""
    conversation = await context.conversation(params.conversation_id)
    await bring_up(context, conversation, Resume())
    options = conversation.state.session.config_options or ()
    _require(params.config_id, [option.get("id") for option in options], "option")
    worker = context.core.workers.get(conversation.state.id)
    await worker.set_config_option(params.config_id, params.value)
    await context.editor.flush(conversation)
    return as_result(conversation)


def _require(wanted: str, offered: list[str | None], what: str) -> None:
    if wanted not in offered:
        names = ", ".join(f"`{name}`" for name in offered) or "none"
        raise EaselError(
            "invalidState", f"The agent offers no {what} `{wanted}`. It offers: {names}."
        )
