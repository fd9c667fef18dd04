"""As much HTTP/1.1 as a model server needs: one request a connection, bodies with a length."""

from dataclasses import dataclass
from http import HTTPStatus

from anyio.abc import ByteReceiveStream
from anyio.streams.buffered import BufferedByteReceiveStream

MAX_HEAD_BYTES = 1 << 16


@dataclass(frozen=True)
class HttpRequest:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


async def read_request(stream: ByteReceiveStream) -> HttpRequest:
    """Raises IncompleteRead or DelimiterNotFound for what is no request."""
    buffered = BufferedByteReceiveStream(stream)
    head = (await buffered.receive_until(b"\r\n\r\n", MAX_HEAD_BYTES)).decode("latin-1")
    first, *rest = head.split("\r\n")
    method, path, _ = first.split(" ")
    pairs = (line.partition(":") for line in rest)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = await buffered.receive_exactly(int(headers.get("content-length", 0)))
    return HttpRequest(method, path, headers, body)


def stream_head() -> bytes:
    """The head of a stream of events, which ends with the connection."""
    return _head(HTTPStatus.OK, "text/event-stream")


def response(status: int, body: bytes) -> bytes:
    """A whole JSON response."""
    return _head(HTTPStatus(status), "application/json", len(body)) + body


def _head(status: HTTPStatus, content_type: str, length: int | None = None) -> bytes:
    lines = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Content-Type: {content_type}",
        "Connection: close",
    ]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""]).encode()
