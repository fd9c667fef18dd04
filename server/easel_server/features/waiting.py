"""Waiting for what happens in a conversation."""

import asyncio

from easel_conversation.conversation import Conversation
from easel_conversation.events import Event
from easel_server.errors import EaselError


async def first_of(
    conversation: Conversation, *expected: asyncio.Future[Event], timeout: float | None = None
) -> Event | None:
    """The first of these expectations (see `Conversation.expect`) that is met.

    Args:
        timeout: seconds; None waits without end.

    Returns:
        None if none was met in time. They are not waited for any more in any case.

    Raises:
        EaselError: the conversation was deleted meanwhile (`conversationNotFound`).
    """
    try:
        await asyncio.wait(expected, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        if any(future.cancelled() for future in expected):
            message = f"The conversation '{conversation.state.id}' was deleted."
            raise EaselError("conversationNotFound", message)
        return next((future.result() for future in expected if future.done()), None)
    finally:
        for future in expected:
            future.cancel()
