"""What the two revisions of the proposal call things."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Names:
    """A revision's words.

    `slim`: what its channel says of an instance is not said again, requests go over the channel
    of the instance, and the address of content names the session, because it is read without one.
    """

    provider: str
    provider_name: str | None
    label: str
    actions: str
    action_name: str
    status: str
    url: str
    invoke: str
    read: str
    slim: bool
    messages: bool


R1: Final = Names(
    provider="extensionId",
    provider_name="extensionName",
    label="displayName",
    actions="actions",
    action_name="actionName",
    status="status",
    url="url",
    invoke="canvasInvokeAction",
    read="canvasReadResource",
    slim=False,
    messages=True,
)
R4: Final = Names(
    provider="providerId",
    provider_name=None,
    label="title",
    actions="operations",
    action_name="operationName",
    status="activity",
    url="contentUri",
    invoke="canvasInvokeOperation",
    read="resourceRead",
    slim=True,
    messages=False,
)
