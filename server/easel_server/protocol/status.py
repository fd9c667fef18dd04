"""`easel/status`."""

from typing import Annotated

from msgspec import Meta

from easel_server.protocol.base import Empty, Params, Request
from easel_server.protocol.shapes import ProcessInfo


class PoolInfo(Params, frozen=True):
    """The agent processes that are kept warm."""

    processes: int
    spares: int
    max_idle: int
    idle_ttl_seconds: int


class StatusResult(Params, frozen=True):
    """What the server is doing."""

    processes: tuple[ProcessInfo, ...]
    pool: PoolInfo
    counters: Annotated[dict[str, int], Meta(description="since the server started")]
    versions: Annotated[dict[str, str], Meta(description="of Easel and what it stands on")]
    rss_bytes: Annotated[int, Meta(description="resident memory of the server itself")]


REQUESTS = (
    Request(
        "easel/status",
        Empty,
        StatusResult,
        "Every agent process, the pool, counters and versions.",
    ),
)
