"""`easel/status`."""

from typing import Annotated

from msgspec import Meta

from easel_server.protocol.base import Empty, Params, Request
from easel_server.protocol.shapes import ProcessInfo


class PoolInfo(Params, frozen=True):
    """The agent processes that are kept warm."""

    processes: Annotated[int, Meta(description="How many there are.")]
    spares: Annotated[int, Meta(description="The setting `pool.spares`.")]
    max_idle: Annotated[int, Meta(description="The setting `pool.maxIdle`.")]
    idle_ttl_seconds: Annotated[int, Meta(description="The setting `pool.idleTtlSeconds`.")]


class StatusResult(Params, frozen=True):
    """What the server is doing."""

    processes: tuple[ProcessInfo, ...]
    pool: PoolInfo
    counters: Annotated[
        dict[str, int],
        Meta(
            description="Numbers to watch, by name: `conversations` and `editors`; of the agents "
            "that run now, since their start, `messagesIn`, `messagesOut`, `bytesIn`, `bytesOut` "
            "and `updates`; and `skipped.<reason>` for lines of theirs that were no use."
        ),
    ]
    versions: Annotated[dict[str, str], Meta(description="Of Easel and what it stands on.")]
    rss_bytes: Annotated[int, Meta(description="Resident memory of the server itself.")]


REQUESTS = (
    Request(
        "easel/status",
        Empty,
        StatusResult,
        "Every agent process, the pool, counters and versions.",
    ),
)
