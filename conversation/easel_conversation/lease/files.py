"""The two files of a lease, and how any content of them is read.

`owner_lease.json` is in the format of OpenHands' agent-server (1.22 and later), which may share the
directory. It drops keys that it does not know and starts its generations anew after a release, so
what we know beyond that lies in `easel_lease.json`.
"""

import json
import math
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta

LEASE_FILE = "owner_lease.json"
LOCK_FILE = ".owner_lease.lock"
SIDE_FILE = "easel_lease.json"

MAX_GENERATION = 2**53 - 1
"""What every reader of JSON can tell from its neighbours."""


class LeaseFile(msgspec.Struct, frozen=True):
    """`owner_lease.json`. `expires_at` is in seconds since 1970; it may be infinite, never NaN."""

    owner_instance_id: str
    generation: int
    expires_at: float
    owner_host: str | None = None
    owner_pid: int | None = None


class Birth(msgspec.Struct, frozen=True):
    """What tells a process from all that have its number before and after it. None: unknown.

    `started` counts in a unit of the platform's; `boot_id` is one run of the machine that it counts
    from; `pid_namespace` is where process numbers mean the same.
    """

    started: int | None
    boot_id: str | None
    pid_namespace: str | None


class SideFile(msgspec.Struct, frozen=True):
    """`easel_lease.json`: the newest generation that Easel has given out, and to which process.

    `owner_address`: where that server can be asked for the conversation; None: nowhere.
    `claimed_at`: since when that process has it, in seconds since 1970; None: unknown.
    """

    owner_instance_id: str
    generation: Annotated[int, Meta(ge=0, le=MAX_GENERATION)]
    owner_birth: Birth
    owner_address: str | None = None
    claimed_at: float | None = None


@dataclass(frozen=True, slots=True)
class LeaseFiles:
    """What a directory holds. None: no such file, or one that says nothing."""

    lease: LeaseFile | None
    side: SideFile | None

    @property
    def claim(self) -> SideFile | None:
        """The side file, if it speaks of the very claim that the lease is of."""
        lease, side = self.lease, self.side
        if lease is None or side is None or side.owner_instance_id != lease.owner_instance_id:
            return None
        return side if side.generation == lease.generation else None


def parse_lease(data: bytes) -> LeaseFile | None:
    """The lease that `data` describes; None where the agent-server sees none either.

    It is written with Python's own `json`, so it is read with it: `NaN` and `Infinity` are no JSON.
    """
    try:
        content = json.loads(data.decode())
        return _lease(content) if isinstance(content, dict) else None
    except (ValueError, OverflowError, RecursionError):
        return None


def parse_side(data: bytes) -> SideFile | None:
    """The inverse of `encode`; None for anything else."""
    try:
        return msgspec.json.decode(data, type=SideFile)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def encode(file: LeaseFile | SideFile) -> bytes:
    """What to write."""
    return msgspec.json.encode(file)


def _lease(content: dict[str, Any]) -> LeaseFile | None:
    owner, generation, expires_at = (
        content.get(key) for key in ("owner_instance_id", "generation", "expires_at")
    )
    if not (
        isinstance(owner, str)
        and isinstance(generation, int)
        and isinstance(expires_at, int | float)
    ):
        return None
    return LeaseFile(
        owner_instance_id=_text(owner),
        generation=_generation(generation),
        expires_at=_moment(float(expires_at)),
        owner_host=_host(content.get("owner_host")),
        owner_pid=_pid(content.get("owner_pid")),
    )


def _generation(number: int) -> int:
    """No counter gets beyond the limit: such a number is none, but the lease is still a lease."""
    return int(number) if abs(number) <= MAX_GENERATION else 0


def _moment(seconds: float) -> float:
    """A moment that is none has passed."""
    return 0.0 if math.isnan(seconds) else seconds


def _host(value: object) -> str | None:
    return _text(value) if isinstance(value, str) and value else None


def _pid(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: str) -> str:
    """JSON can hold halves of characters, which could not be sent on."""
    return value.encode(errors="replace").decode()
