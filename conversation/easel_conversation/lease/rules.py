"""The rules of a lease, as pure functions of what the files say."""

from easel_conversation.lease.files import MAX_GENERATION, LeaseFile, LeaseFiles, SideFile
from easel_conversation.lease.holder import Holder
from easel_conversation.lease.info import LeaseInfo


def is_free(lease: LeaseInfo | None) -> bool:
    """Whether anybody may claim or clear it: nobody's, run out, of a dead process, or our own."""
    return lease is None or lease.expired or lease.alive is False or lease.ours


def holds(lease: LeaseFile | None, me: Holder, generation: int | None) -> bool:
    """Whether `me` holds the lease that it claimed as `generation`.

    The pair decides: others begin at generation 1 again after a release.
    """
    return (
        lease is not None
        and lease.owner_instance_id == me.instance_id
        and lease.generation == generation
    )


def granted(files: LeaseFiles, me: Holder, now: float, ttl: float) -> tuple[LeaseFile, SideFile]:
    """What the files say once `me` has claimed the lease at `now`. Times are in seconds."""
    generation = _next_generation(files, me)
    lease = lease_of(me, generation, now + ttl)
    before = files.claim
    is_the_same = before is not None and holds(lease, me, before.generation)
    claimed_at = before.claimed_at if before is not None and is_the_same else now
    return lease, SideFile(me.instance_id, generation, me.birth, me.address, claimed_at)


def lease_of(me: Holder, generation: int, expires_at: float) -> LeaseFile:
    """The lease of `me`."""
    return LeaseFile(me.instance_id, generation, expires_at, me.host, me.pid)


def _next_generation(files: LeaseFiles, me: Holder) -> int:
    """One more than any that is known; the same for a holder that claims what it holds."""
    lease, side = files.lease, files.side
    newest = max(lease.generation if lease else 0, side.generation if side else 0, 0)
    if newest and holds(lease, me, newest):
        return newest
    return newest + 1 if newest < MAX_GENERATION else 1
