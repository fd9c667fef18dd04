"""What keeps an agent from being put to work."""


class AgentUnavailable(Exception):
    """The agent cannot be started; the message says why and what to do."""
