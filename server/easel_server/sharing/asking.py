"""Asks the server that owns a conversation to let it go."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final, Literal

import anyio
import msgspec
from anyio.streams.buffered import BufferedByteReceiveStream

from easel_server.sharing import address as addresses
from easel_server.sharing.messages import MOST_BYTES, Ask, decode_answer, encode

logger = logging.getLogger(__name__)

ANSWER_SECONDS: Final = 2.0
"""How long a server may take to say anything: one that is stopped says nothing."""
YIELD_SECONDS: Final = 15.0
"""How long it may take to end its agent and write everything down."""

Outcome = Literal["yielded", "busy", "unknown", "unreachable"]


@asynccontextmanager
async def asked(address: str | None, ask: Ask) -> AsyncIterator[Outcome]:
    """What the owner at `address` says. If it yields, it waits for the block to end."""
    async with AsyncExitStack() as stack:
        yield await _outcome(stack, address, ask)


async def _outcome(stack: AsyncExitStack, address: str | None, ask: Ask) -> Outcome:
    place = None if address is None else addresses.parse(address)
    if place is None:
        return "unreachable"
    try:
        with anyio.fail_after(ANSWER_SECONDS):
            stream = await stack.enter_async_context(await addresses.connect(place))
            await stream.send(encode(msgspec.structs.replace(ask, token=place.token)))
            lines = BufferedByteReceiveStream(stream)
            reply = decode_answer(await lines.receive_until(b"\n", MOST_BYTES)).reply
        if reply == "going":
            with anyio.fail_after(YIELD_SECONDS):
                reply = decode_answer(await lines.receive_until(b"\n", MOST_BYTES)).reply
    except (
        OSError,
        TimeoutError,
        ValueError,
        anyio.BrokenResourceError,
        anyio.DelimiterNotFound,
        anyio.EndOfStream,
        anyio.IncompleteRead,
    ) as error:
        logger.info("the owner of %s could not be asked: %r", ask.conversation_id, error)
        return "unreachable"
    return "unknown" if reply == "going" else reply
