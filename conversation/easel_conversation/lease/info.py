"""A lease as it is shown to people and programs."""

from typing import Annotated

from msgspec import Meta

from easel_conversation.values import LeaseOwner, Shape


class LeaseInfo(Shape, frozen=True):
    """Who owns a conversation."""

    owner_instance_id: Annotated[str, Meta(description="One life of a server.")]
    generation: Annotated[int, Meta(description="Grows with every new owner.")]
    expires_at: Annotated[str, Meta(description="When it ends, unless it is renewed.")]
    owner_host: str | None
    owner_pid: int | None
    same_host: Annotated[bool, Meta(description="Whether the owner runs on this host.")]
    alive: Annotated[
        bool | None,
        Meta(description="Whether the owner's process runs; null: not to be known from this host."),
    ]
    expired: bool
    ours: Annotated[bool, Meta(description="Whether this server is the owner.")]
    since: Annotated[
        str | None,
        Meta(description="When the owner became it. Absent: another program that does not say."),
    ] = None

    @property
    def owner(self) -> LeaseOwner:
        """What is to be remembered of the owner."""
        return LeaseOwner(
            instance_id=self.owner_instance_id, host=self.owner_host, pid=self.owner_pid
        )
