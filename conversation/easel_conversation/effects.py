"""What a decision wants done outside. Values only; carrying them out is for others.

Effects of one decision are carried out in their order.
"""

from typing import Literal

import msgspec

from easel_conversation.ids import AcpSessionId, ElicitationId, Epoch, PermissionId, TurnId
from easel_conversation.inputs import Signal
from easel_conversation.values import ContentBlock, ElicitationAction, JsonObject, OnLoadFailure


class StartAgent(msgspec.Struct, frozen=True):
    """Bring up a process for this epoch, with the session restored or new.

    `on_load_failure`: what a person chose this time in place of the setting. `fork_of`: there is
    no session yet, and if the agent can it makes one out of this session of another conversation.
    """

    epoch: Epoch
    on_load_failure: OnLoadFailure | None = None
    fork_of: AcpSessionId | None = None


class ChooseOnLoadFailure(msgspec.Struct, frozen=True):
    """A person chose, while the agent is brought up, what follows if its session cannot be had."""

    epoch: Epoch
    on_load_failure: OnLoadFailure


class StopAgent(msgspec.Struct, frozen=True):
    """End the process in order; it is no longer needed."""

    epoch: Epoch


class KillAgent(msgspec.Struct, frozen=True):
    """End the process and all below it at once, and report its exit."""

    epoch: Epoch


class SendPrompt(msgspec.Struct, frozen=True):
    """Give the agent the prompt of a turn."""

    epoch: Epoch
    turn_id: TurnId
    content: tuple[ContentBlock, ...]


class SendCancel(msgspec.Struct, frozen=True):
    """Tell the agent to stop the turn that runs."""

    epoch: Epoch


class SteerPrompt(msgspec.Struct, frozen=True):
    """Hand the agent a message in the middle of its turn; to be followed by `SteerAnswered`.

    `turn_id` is the id under which the prompt waits, not that of the live turn.
    """

    epoch: Epoch
    turn_id: TurnId
    content: tuple[ContentBlock, ...]


class AnswerPermission(msgspec.Struct, frozen=True):
    """Answer a permission request: `outcome` is ACP's."""

    epoch: Epoch
    permission_id: PermissionId
    outcome: JsonObject


class AnswerElicitation(msgspec.Struct, frozen=True):
    """Answer a request for input."""

    epoch: Epoch
    elicitation_id: ElicitationId
    action: ElicitationAction
    content: JsonObject | None


TimerName = Literal["cancel", "quiet", "silence"]


class StartTimer(msgspec.Struct, frozen=True):
    """Put `signal` after `delay_ms`. A timer of the same name is replaced."""

    name: TimerName
    delay_ms: int
    signal: Signal


class StopTimers(msgspec.Struct, frozen=True):
    """Forget every timer."""


AgentEffect = (
    StartAgent
    | ChooseOnLoadFailure
    | StopAgent
    | KillAgent
    | SendPrompt
    | SendCancel
    | SteerPrompt
    | AnswerPermission
    | AnswerElicitation
)
Effect = AgentEffect | StartTimer | StopTimers
