"""Every method of the contract, by name."""

from easel_server.protocol import (
    agents,
    asking,
    conversation,
    lease,
    notifications,
    queue,
    status,
)
from easel_server.protocol.base import Notification, Request

REQUESTS: dict[str, Request] = {
    request.method: request
    for module in (agents, conversation, queue, asking, lease, status)
    for request in module.REQUESTS
}
NOTIFICATIONS: dict[str, Notification] = {
    notification.method: notification
    for module in (notifications, lease)
    for notification in module.NOTIFICATIONS
}
