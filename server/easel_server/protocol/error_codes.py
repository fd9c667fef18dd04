"""The stable error codes of the wire. `data.kind` carries the name."""

from typing import Final

CODES: Final[dict[str, int]] = {
    "conversationNotFound": -33001,
    "leaseHeld": -33002,
    "leaseLost": -33003,
    "cancelTimeout": -33004,
    "sessionLoadFailed": -33005,
    "agentUnavailable": -33006,
    "authRequired": -33007,
    "agentCrashed": -33008,
    "turnInProgress": -33009,
    "invalidState": -33010,
    "changeConflict": -33011,
    "canvasProviderError": -33012,
    "notOwner": -33013,
    "agentError": -33014,
}
INVALID_PARAMS: Final = -32602
