"""What to do about an input: `decide(state, input, now_ms, policy) -> Decision`, pure.

One module for each concern; the table below says which function answers which input.
"""

from collections.abc import Callable
from typing import Any

from easel_conversation.decide import (
    agent_lifecycle,
    agent_output,
    asking,
    noticing,
    prompting,
    queueing,
    recapping,
    recovering,
    showing,
    steering,
    stopping,
    watching,
)
from easel_conversation.decide.transition import Decision, Transition
from easel_conversation.inputs import (
    AgentExited,
    AgentFailed,
    AgentOutdated,
    AgentReady,
    AgentUpdated,
    AgentWentQuiet,
    Cancel,
    CancelDeadlinePassed,
    CanvasClosed,
    CanvasNoted,
    CanvasNoteWithdrawn,
    CanvasShown,
    DropQueued,
    DropRecap,
    EaselNotice,
    EditQueued,
    ElicitationAsked,
    ElicitationWithdrawn,
    Evict,
    Input,
    Interrupt,
    LeasePassed,
    Pause,
    PermissionAsked,
    PermissionWithdrawn,
    PrepareRecap,
    Prompt,
    PromptAnswered,
    PromptFailed,
    Recover,
    Rename,
    ReorderQueue,
    RespondElicitation,
    RespondPermission,
    Resume,
    Run,
    SilenceNoticed,
    SteerAnswered,
    Warm,
)
from easel_conversation.policy import Policy
from easel_conversation.state import ConversationState

__all__ = ["Decision", "decide"]


def decide(state: ConversationState, what: Input, now_ms: int, policy: Policy) -> Decision:
    """The events and effects that `what` has in `state`.

    Raises:
        ConversationError: a command that cannot be followed now. Signals never raise.
    """
    transition = Transition(state, now_ms, policy)
    _HANDLERS[type(what)](transition, what)
    return transition.finish()


_HANDLERS: dict[type, Callable[[Transition, Any], None]] = {
    Prompt: prompting.prompt,
    Run: prompting.run,
    Resume: prompting.resume,
    Warm: prompting.warm,
    Rename: prompting.rename,
    PrepareRecap: recapping.prepare,
    DropRecap: recapping.drop,
    EditQueued: queueing.edit,
    DropQueued: queueing.drop,
    ReorderQueue: queueing.reorder,
    Cancel: stopping.cancel,
    Interrupt: stopping.interrupt,
    Pause: stopping.pause,
    Evict: stopping.evict,
    CancelDeadlinePassed: stopping.deadline_passed,
    RespondPermission: asking.respond_permission,
    RespondElicitation: asking.respond_elicitation,
    PermissionAsked: asking.permission_asked,
    PermissionWithdrawn: asking.permission_withdrawn,
    ElicitationAsked: asking.elicitation_asked,
    ElicitationWithdrawn: asking.elicitation_withdrawn,
    AgentReady: agent_lifecycle.ready,
    AgentFailed: agent_lifecycle.failed,
    AgentExited: agent_lifecycle.exited,
    AgentOutdated: agent_lifecycle.outdated,
    PromptAnswered: agent_lifecycle.prompt_answered,
    PromptFailed: agent_lifecycle.prompt_failed,
    AgentUpdated: agent_output.updated,
    AgentWentQuiet: watching.went_quiet,
    SilenceNoticed: watching.silence_noticed,
    SteerAnswered: steering.answered,
    EaselNotice: noticing.notice,
    LeasePassed: noticing.lease_passed,
    CanvasShown: showing.shown,
    CanvasClosed: showing.closed,
    CanvasNoted: showing.noted,
    CanvasNoteWithdrawn: showing.note_withdrawn,
    Recover: recovering.recover,
}
