"""What can go wrong with a lease.

LeaseError
├── LeaseHeld             somebody else owns the conversation, and may well be at work
├── LeaseLost             this server does not own the conversation, or not any more
└── LeaseUnavailable      who owns it cannot be found out or changed now
    └── DirectoryGone     the conversation's directory is not there
"""

from pathlib import Path

from easel_conversation.errors import ConversationError
from easel_conversation.lease.info import LeaseInfo


class LeaseError(ConversationError):
    """Base of the errors of a lease."""


class LeaseHeld(LeaseError):
    """Somebody else owns the conversation, and may well be at work."""

    def __init__(self, lease: LeaseInfo) -> None:
        super().__init__(f"The conversation is in use by {_holder(lease)}.")
        self.lease = lease


class LeaseLost(LeaseError):
    """This server does not own the conversation, or not any more: it must not write.

    `lease` is the one that is there instead, if any.
    """

    def __init__(self, lease: LeaseInfo | None) -> None:
        now = f"is in use by {_holder(lease)}" if lease else "belongs to nobody"
        super().__init__(f"The conversation is not ours any more: it {now}.")
        self.lease = lease


class LeaseUnavailable(LeaseError):
    """Who owns the conversation cannot be found out or changed now. Nothing has happened."""

    def __init__(self, directory: Path, reason: str) -> None:
        super().__init__(f"The lease in '{directory}' is unavailable: {reason}.")
        self.directory = directory


class DirectoryGone(LeaseUnavailable):
    """The conversation's directory is not there."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, "there is no such directory")


def _holder(lease: LeaseInfo) -> str:
    process = "another server" if lease.owner_pid is None else f"process {lease.owner_pid}"
    return f"{process} on {lease.owner_host or 'an unknown host'}, until {lease.expires_at}"
