"""What is said in the same words wherever a conversation is shown."""

from typing import Final

from easel_conversation.events import Forked, Recap, SessionLoadFailed
from easel_conversation.values import RecapStep

_RECAP: Final[dict[RecapStep, str]] = {
    "prepared": "The agent gets a recap of this conversation in front of the next prompt.",
    "given": "The agent was given a recap of this conversation.",
    "dropped": "The agent gets no recap.",
}


def sentence(event: Forked | Recap | SessionLoadFailed) -> str:
    """The event in a sentence."""
    match event:
        case Forked():
            return "This conversation is a fork: what comes before was copied."
        case Recap(step=step):
            return _RECAP[step]
        case SessionLoadFailed(error=error):
            return f"The agent's session could not be restored: {error.message}"
