"""What a decision wants done outside. Values only; carrying them out is for others.

Effects of one decision are carried out in their order.
"""

from dataclasses import dataclass
from typing import Literal

from easel_conversation.ids import ElicitationId, Epoch, PermissionId, TurnId
from easel_conversation.inputs import Signal
from easel_conversation.values import ContentBlock, ElicitationAction, JsonObject


@dataclass(frozen=True, slots=True)
class StartAgent:
    """Bring up a process for this epoch, with the session restored or new."""

    epoch: Epoch


@dataclass(frozen=True, slots=True)
class StopAgent:
    """End the process in order; it is no longer needed."""

    epoch: Epoch


@dataclass(frozen=True, slots=True)
class KillAgent:
    """End the process and all below it at once, and report its exit."""

    epoch: Epoch


@dataclass(frozen=True, slots=True)
class SendPrompt:
    """Give the agent the prompt of a turn."""

    epoch: Epoch
    turn_id: TurnId
    content: tuple[ContentBlock, ...]


@dataclass(frozen=True, slots=True)
class SendCancel:
    """Tell the agent to stop the turn that runs."""

    epoch: Epoch


@dataclass(frozen=True, slots=True)
class SteerPrompt:
    """Hand the agent a message in the middle of its turn; to be followed by `SteerAnswered`.

    `turn_id` is the id under which the prompt waits, not that of the live turn.
    """

    epoch: Epoch
    turn_id: TurnId
    content: tuple[ContentBlock, ...]


@dataclass(frozen=True, slots=True)
class AnswerPermission:
    """Answer a permission request: `outcome` is ACP's."""

    epoch: Epoch
    permission_id: PermissionId
    outcome: JsonObject


@dataclass(frozen=True, slots=True)
class AnswerElicitation:
    """Answer a request for input."""

    epoch: Epoch
    elicitation_id: ElicitationId
    action: ElicitationAction
    content: JsonObject | None


TimerName = Literal["cancel", "quiet", "silence"]


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Put `signal` after `delay_ms`. A timer of the same name is replaced."""

    name: TimerName
    delay_ms: int
    signal: Signal


@dataclass(frozen=True, slots=True)
class StopTimers:
    """Forget every timer."""


AgentEffect = (
    StartAgent
    | StopAgent
    | KillAgent
    | SendPrompt
    | SendCancel
    | SteerPrompt
    | AnswerPermission
    | AnswerElicitation
)
Effect = AgentEffect | StartTimer | StopTimers
