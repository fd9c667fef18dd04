"""A lease in words."""

from datetime import datetime

from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.rules import is_free


def owner(lease: LeaseInfo) -> str:
    """The server that has it."""
    process = "a server" if lease.owner_pid is None else f"process {lease.owner_pid}"
    place = "this machine" if lease.same_host else lease.owner_host or "an unknown machine"
    return f"{process} on {place}"


def standing(lease: LeaseInfo | None, now: datetime) -> str:
    """Who has it, and what can be done about it: a sentence or two."""
    if lease is None:
        return "No server has it: it can be opened anywhere."
    if is_free(lease):
        why = "is gone" if lease.alive is False else "has not been heard of in time"
        return f"It was left behind by {owner(lease)}, which {why}: it can be opened anywhere."
    life = "is alive" if lease.alive else "may be alive: that cannot be seen from this machine"
    return f"It is run by {owner(lease)}{_since(lease)}, which {life}.\n{_until(lease, now)}"


def _since(lease: LeaseInfo) -> str:
    if lease.since is None:
        return ""
    return f" since {datetime.fromisoformat(lease.since).astimezone():%Y-%m-%d %H:%M}"


def _until(lease: LeaseInfo, now: datetime) -> str:
    seconds = (datetime.fromisoformat(lease.expires_at) - now).total_seconds()
    return f"Unless that renews it, it is free in {max(seconds, 0):.0f} s."
