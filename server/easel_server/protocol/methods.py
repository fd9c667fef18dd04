"""Every method of the contract, by name."""

from easel_server.protocol import (
    agents,
    ahp,
    asking,
    canvases,
    conversation,
    lease,
    notifications,
    queue,
    session_options,
    status,
    stopping,
    trash,
)
from easel_server.protocol.base import Notification, Request

REQUESTS: dict[str, Request] = {
    request.method: request
    for module in (
        agents,
        conversation,
        stopping,
        session_options,
        trash,
        queue,
        asking,
        lease,
        canvases,
        ahp,
        status,
    )
    for request in module.REQUESTS
}
NOTIFICATIONS: dict[str, Notification] = {
    notification.method: notification
    for module in (notifications, lease, ahp)
    for notification in module.NOTIFICATIONS
}
TO_EDITOR: dict[str, Request] = {request.method: request for request in ahp.TO_EDITOR}
"""Requests that the server makes of an editor that provides canvases."""
FROM_EDITOR: dict[str, Notification] = {one.method: one for one in ahp.FROM_EDITOR}
"""Notifications that an editor sends."""
ALIASES: dict[str, str] = {
    alias: request.method for request in REQUESTS.values() for alias in request.aliases
}
"""Other names of requests."""
