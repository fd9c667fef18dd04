"""Who decides whether an edit or a command goes ahead (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from easel_acp import sdk
from easel_acp.practice_agent.store import Action, ModeId

Decision = Literal["allow", "ask", "reject"]

READ_ONLY = "This session is in read-only mode."
REJECTED = "You did not allow it."
ALWAYS_REJECTED = "You said that this is never to be allowed in this session."

OPTIONS: Mapping[sdk.PermissionOptionKind, str] = {
    "allow_once": "Allow once",
    "allow_always": "Always allow in this session",
    "reject_once": "Reject",
    "reject_always": "Always reject in this session",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the action may be done, and if not, why."""

    granted: bool
    reason: str = ""


def decide(
    mode: ModeId, action: Action, always: Mapping[Action, Literal["allow", "reject"]]
) -> Decision:
    """Say whether to go ahead, to ask or to refuse; read-only overrules any "always"."""
    if mode == "read-only":
        return "reject"
    if remembered := always.get(action):
        return remembered
    return "allow" if mode == "auto-edit" and action == "edit" else "ask"


def options() -> list[sdk.PermissionOption]:
    """Return the four answers that a person can give; the id of each is its kind."""
    return [
        sdk.PermissionOption(option_id=kind, name=name, kind=kind) for kind, name in OPTIONS.items()
    ]
