"""The lease of a conversation: one owner at a time, in whatever program on whatever host."""

from easel_conversation.lease.blocking import BlockingLease, Claimed, Held, Released
from easel_conversation.lease.errors import (
    DirectoryGone,
    LeaseError,
    LeaseHeld,
    LeaseLost,
    LeaseUnavailable,
)
from easel_conversation.lease.holder import Holder, InstanceId, this_server
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.lease import DEFAULT_TTL, Lease
from easel_conversation.lease.processes import Processes
from easel_conversation.lease.system_processes import system_processes

__all__ = [
    "DEFAULT_TTL",
    "BlockingLease",
    "Claimed",
    "DirectoryGone",
    "Held",
    "Holder",
    "InstanceId",
    "Lease",
    "LeaseError",
    "LeaseHeld",
    "LeaseInfo",
    "LeaseLost",
    "LeaseUnavailable",
    "Processes",
    "Released",
    "system_processes",
    "this_server",
]
