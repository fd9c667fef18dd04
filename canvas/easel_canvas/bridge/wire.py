"""What goes over the socket: one JSON object on each line.

The MCP server begins with a `Hello`, and is answered `Welcome` or cut off. Then it sends `Call`s,
any number at a time, each of which gets one `Answer`; a `Cancel` says that nobody waits any more.
In between it is told what `Changed`.
"""

import asyncio
from typing import Final, TypeVar

import anyio
import msgspec

from easel_canvas.values import Json, JsonObject

MAX_HELLO: Final = 1024
MAX_LINE: Final = 8 * 1024 * 1024
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


class Changed(msgspec.Struct, frozen=True, tag="changed", omit_defaults=True):
    """An open canvas shows something else; without `instance_id`: others are open."""

    instance_id: str | None = None


FromAgent = Call | Cancel
ToAgent = Answer | Changed
Received = TypeVar("Received")


class BadLine(Exception):
    """What came is not what it should be; the connection is of no use any more."""


GONE: Final = (asyncio.IncompleteReadError, ConnectionError)
"""What reading and writing raise when nobody is at the other end."""


class Lines:
    """Reads and writes messages. Writes of several tasks do not mix."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The reader's limit is `MAX_LINE`."""
        self._reader = reader
        self._writer = writer
        self._writing = anyio.Lock()

    async def receive(
        self, decoder: msgspec.json.Decoder[Received], limit: int = MAX_LINE
    ) -> Received:
        """The next message, of at most `limit` bytes.

        Raises:
            BadLine: it is too long, or not a message of that kind.
            GONE: there is none.
        """
        try:
            line = await self._reader.readuntil(b"\n")
            if len(line) > limit:
                raise BadLine(f"a line of {len(line):,} bytes")
            return decoder.decode(line)
        except asyncio.LimitOverrunError:
            raise BadLine(f"a line of more than {MAX_LINE:,} bytes") from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadLine(str(error)) from None

    async def send(self, message: msgspec.Struct) -> None:
        """Write a message.

        Raises:
            GONE: nobody reads any more.
        """
        line = msgspec.json.encode(message) + b"\n"
        async with self._writing:
            self._writer.write(line)
            await self._writer.drain()

    def close(self) -> None:
        """Hang up. What was written goes out first."""
        self._writer.close()
