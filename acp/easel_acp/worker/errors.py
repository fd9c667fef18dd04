"""What keeps an agent from being put to work."""

from easel_conversation.values import ErrorInfo


class AgentUnavailable(Exception):
    """The agent cannot be started; the message says why and what to do."""


class LoginFailed(Exception):
    """Nobody can log in to the agent in this way; `error` says why."""

    def __init__(self, error: ErrorInfo) -> None:
        super().__init__(error.message)
        self.error = error
