"""Servers as holders of leases, and what can be told of the one that holds a lease."""

import os
import socket
import uuid
from dataclasses import dataclass
from typing import NewType

from easel_conversation.clock import iso
from easel_conversation.lease.files import Birth, LeaseFile, LeaseFiles, SideFile
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.processes import Processes

InstanceId = NewType("InstanceId", str)
"""One life of one server. No other server, and no later life, has the same."""

_LAST_MS = 253_402_300_799_999
"""The last millisecond of the year 9999, which no ISO 8601 time of ours is beyond."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A server that may own conversations. `address`: where it can be asked for them, if at all."""

    instance_id: InstanceId
    host: str
    pid: int
    birth: Birth
    address: str | None = None


def this_server(processes: Processes) -> Holder:
    """This process, as a server that has just begun."""
    pid = os.getpid()
    return Holder(
        instance_id=InstanceId(uuid.uuid4().hex),
        host=socket.gethostname(),
        pid=pid,
        birth=processes.find(pid) or Birth(None, None, None),
    )


def holder_state(
    lease: LeaseFile, side: SideFile | None, me: Holder, now: float, processes: Processes
) -> LeaseInfo:
    """What `me` can tell of the lease and its holder.

    `now` is in seconds since 1970, by the wall clock: that is what the hosts have in common.
    """
    claim = LeaseFiles(lease, side).claim
    birth = None if claim is None else claim.owner_birth
    ours = lease.owner_instance_id == me.instance_id
    return LeaseInfo(
        owner_instance_id=lease.owner_instance_id,
        generation=lease.generation,
        expires_at=_iso(lease.expires_at),
        owner_host=lease.owner_host,
        owner_pid=lease.owner_pid,
        same_host=ours or lease.owner_host == me.host,
        alive=ours or _is_alive(lease, birth, me, processes),
        expired=lease.expires_at <= now,
        ours=ours,
        since=None if claim is None or claim.claimed_at is None else _iso(claim.claimed_at),
    )


def _is_alive(
    lease: LeaseFile, birth: Birth | None, me: Holder, processes: Processes
) -> bool | None:
    """Whether the holder's process lives; None when that cannot be known from here.

    Without its birth, whoever has its number now counts as the holder: a wrong "alive" costs a wait
    until the lease runs out, a wrong "dead" would give a conversation two writers.
    """
    if lease.owner_host != me.host or lease.owner_pid is None:
        return None
    if birth and _differ(birth.boot_id, me.birth.boot_id):
        return False
    if birth and _differ(birth.pid_namespace, me.birth.pid_namespace):
        return None
    now = processes.find(lease.owner_pid)
    if now is None:
        return False
    return not (birth and _differ(birth.started, now.started))


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _iso(seconds: float) -> str:
    return iso(int(min(max(seconds * 1000, 0), _LAST_MS)))
