"""What can go wrong with a conversation.

ConversationError
├── TurnInProgress        a prompt with `whenBusy: "reject"` met a running turn
├── QueueFull             too many prompts wait
├── NoSuchQueuedPrompt    the queue holds no prompt of that turn id
├── NoSuchPermissionOption  the request does not offer that option
├── AgentParked           the agent crashed too often; a person must say "resume"
├── NoSuchTurn            the conversation has no such turn, or it has not ended
├── ConversationNotFound  no conversation has that id
├── ConversationExists    one of that id is there already
├── StorageFailed         the disk does not do what was asked
└── LeaseError            it is about who owns the conversation, see `lease/errors.py`
"""

from easel_conversation.ids import ConversationId, TurnId


class ConversationError(Exception):
    """Base of the errors that a command can raise."""


class TurnInProgress(ConversationError):
    """A turn is running and the caller did not want to wait."""

    def __init__(self, turn_id: TurnId) -> None:
        super().__init__("A turn is already running.")
        self.turn_id = turn_id


class QueueFull(ConversationError):
    """The queue of waiting prompts has reached its bound."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"{limit} prompts are already waiting; drop one or wait for a turn to end."
        )
        self.limit = limit


class NoSuchQueuedPrompt(ConversationError):
    """The queue holds no prompt of that turn id: it has started, or was dropped."""

    def __init__(self, turn_id: TurnId) -> None:
        super().__init__(f"No prompt with the turn id '{turn_id}' is waiting.")
        self.turn_id = turn_id


class NoSuchPermissionOption(ConversationError):
    """The permission request does not offer that option. Never taken for a yes."""

    def __init__(self, option_id: str) -> None:
        super().__init__(f"The permission request offers no option '{option_id}'.")
        self.option_id = option_id


class AgentParked(ConversationError):
    """The agent crashed too often in a short time and is not started again unasked."""

    def __init__(self) -> None:
        super().__init__("The agent crashed repeatedly and was parked. Resume to start it again.")


class NoSuchTurn(ConversationError):
    """The conversation has no turn of that id, or it has not ended."""

    def __init__(self, turn_id: TurnId) -> None:
        super().__init__(f"No turn with the id '{turn_id}' has ended in this conversation.")
        self.turn_id = turn_id


class ConversationNotFound(ConversationError):
    """No conversation has that id."""

    def __init__(self, conversation_id: ConversationId) -> None:
        super().__init__(f"There is no conversation '{conversation_id}'.")
        self.conversation_id = conversation_id


class ConversationExists(ConversationError):
    """A conversation of that id is there already."""

    def __init__(self, conversation_id: ConversationId) -> None:
        super().__init__(f"There is a conversation '{conversation_id}' already.")
        self.conversation_id = conversation_id


class StorageFailed(ConversationError):
    """The disk does not do what was asked. `reason`: what the system says."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"The conversation cannot be {what}: {reason}.")
        self.reason = reason
