"""Waiting for what happens in a conversation."""

import asyncio

from easel_conversation.conversation import Conversation
from easel_conversation.events import Event
from easel_server.errors import EaselError
from easel_server.features.context import Context


async def first_of(
    context: Context,
    conversation: Conversation,
    *expected: asyncio.Future[Event],
    timeout: float | None = None,
) -> Event | None:
    """The first of these expectations (see `Conversation.expect`) that is met.

    Args:
        timeout: seconds; None waits without end.

    Returns:
        None if none was met in time. They are not waited for any more in any case.

    Raises:
        EaselError: the conversation is gone: deleted (`conversationNotFound`), or left to another
            server (`leaseLost`).
    """
    try:
        await asyncio.wait(expected, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        if any(future.cancelled() for future in expected):
            raise _gone(context, conversation)
        return next((future.result() for future in expected if future.done()), None)
    finally:
        for future in expected:
            future.cancel()


def _gone(context: Context, conversation: Conversation) -> EaselError:
    name = f"The conversation '{conversation.state.id}'"
    if conversation.state.id in context.core.deleting:
        return EaselError("conversationNotFound", f"{name} was deleted.")
    return EaselError("leaseLost", f"{name} was left to another server.")
