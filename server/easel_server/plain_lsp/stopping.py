"""Stop, pressed in an editor without a plug-in."""

from easel_conversation.conversation import Conversation
from easel_conversation.ids import TurnId
from easel_conversation.inputs import Cancel
from easel_server.core import Core


def stop_turn(core: Core, conversation: Conversation, turn_id: TurnId) -> bool:
    """Cancel the turn with the times of the settings; false if it is over already."""
    turn = conversation.state.turn
    if turn is None or turn.id != turn_id:
        return False
    settings = core.settings.cancel
    conversation.dispatch(Cancel(settings.timeout_ms, settings.on_timeout or "interrupt"))
    return True
