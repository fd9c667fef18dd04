"""What a connection needs from whoever owns it: the two ways in from the agent."""

from typing import Any, Protocol

from easel_acp.connection.messages import Message, RequestId, SessionUpdate


class UpdateSink(Protocol):
    """Takes what the agent tells, in the order in which it was told."""

    async def on_updates(self, updates: list[SessionUpdate], /) -> None:
        """Take what one read brought, never empty. The agent is not read until this returns.

        Must not wait for anything that this same agent has still to say.
        """
        ...

    def on_notification(self, method: str, params: Message, /) -> None:
        """Take any other notification, standard or not, in order with the updates."""
        ...


class AgentRequestHandler(Protocol):
    """Answers what the agent asks."""

    async def handle(self, method: str, params: Message, request_id: RequestId, /) -> Any:
        """Return the result, as plain data. Begins in wire order, several may run at once.

        Cancelled when the connection ends: nobody is left to answer.

        Raises:
            RequestRefused: the answer is this error.
        """
        ...

    def on_request_cancelled(self, request_id: RequestId, /) -> None:
        """The agent no longer needs the answer to this request, which is still being handled.

        The handler decides what to answer: the request still gets its one response.
        """
        ...
