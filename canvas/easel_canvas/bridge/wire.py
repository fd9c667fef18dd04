"""What goes over the socket: one JSON object on each line.

The MCP server begins with a `Hello`, and is answered `Welcome` or cut off. Then it sends `Call`s,
any number at a time, each of which gets one `Answer`; a `Cancel` says that nobody waits any more.
"""

from typing import Final, TypeVar

import anyio
import msgspec
from anyio.abc import ByteReceiveStream, ByteSendStream
from anyio.streams.buffered import BufferedByteReceiveStream

from easel_canvas.values import Json, JsonObject

MAX_HELLO: Final = 1024
MAX_LINE: Final = 4 * 1024 * 1024
"""Bytes. Inputs of canvases are held in narrower bounds, with a better message."""

ADDRESS_VARIABLE: Final = "EASEL_MCP_ADDRESS"
TOKEN_VARIABLE: Final = "EASEL_MCP_TOKEN"  # noqa: S105  (its name)


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """Let me in."""

    token: str


class Welcome(msgspec.Struct, frozen=True, tag="welcome"):
    """You are in."""


class Call(msgspec.Struct, frozen=True, tag="call"):
    """Use a tool. `id` is the caller's own."""

    id: int
    name: str
    arguments: JsonObject


class Cancel(msgspec.Struct, frozen=True, tag="cancel"):
    """The answer to that call is not wanted any more."""

    id: int


class Answer(msgspec.Struct, frozen=True, tag="answer", omit_defaults=True):
    """What came of a call. With `code` it failed, and `value` says why, for a model to read."""

    id: int
    value: Json
    code: str | None = None


FromAgent = Call | Cancel
Received = TypeVar("Received")


class BadLine(Exception):
    """What came is not what it should be; the connection is of no use any more."""


class Lines:
    """Reads and writes messages. Writes of several tasks do not mix."""

    def __init__(self, receiving: ByteReceiveStream, sending: ByteSendStream) -> None:
        self._receiving = BufferedByteReceiveStream(receiving)
        self._sending = sending
        self._writing = anyio.Lock()

    async def receive(self, decoder: msgspec.json.Decoder[Received], limit: int) -> Received:
        """The next message.

        Raises:
            BadLine: it is too long, or not a message of that kind.
            anyio.EndOfStream, anyio.IncompleteRead, anyio.BrokenResourceError: there is none.
        """
        try:
            return decoder.decode(await self._receiving.receive_until(b"\n", limit))
        except anyio.DelimiterNotFound:
            raise BadLine(f"a line of more than {limit:,} bytes") from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadLine(str(error)) from None

    async def send(self, message: msgspec.Struct) -> None:
        """Write a message.

        Raises:
            anyio.BrokenResourceError, anyio.ClosedResourceError: nobody reads any more.
        """
        line = msgspec.json.encode(message) + b"\n"
        async with self._writing:
            await self._sending.send(line)
