"""A conversation as lists show it: a glance at it, and whose it is."""

from dataclasses import dataclass

from easel_conversation.glance import Glance, at_rest
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.rules import is_free


@dataclass(frozen=True, slots=True)
class Sight:
    """`lease`: None where it is nobody's, or ours and could not be claimed yet."""

    glance: Glance
    lease: LeaseInfo | None = None

    @property
    def held_elsewhere(self) -> bool:
        """Whether another server has it, and may be at work."""
        return not is_free(self.lease)


def from_disk(glance: Glance, lease: LeaseInfo | None) -> Sight:
    """Of a conversation that is not in memory: unless another server has it, nothing is under way,
    whatever the disk says."""
    return Sight(at_rest(glance) if is_free(lease) else glance, lease)
