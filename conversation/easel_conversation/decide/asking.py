"""Permission requests and elicitations: the agent asks, a person answers, the first one wins."""

from easel_conversation.decide.agent_output import merge_tool_call
from easel_conversation.decide.transition import Transition
from easel_conversation.decide.turns import CANCELLED_OUTCOME
from easel_conversation.effects import AnswerElicitation, AnswerPermission
from easel_conversation.errors import NoSuchPermissionOption
from easel_conversation.events import (
    ElicitationRequested,
    ElicitationResolved,
    PermissionRequested,
    PermissionResolved,
)
from easel_conversation.ids import PermissionId
from easel_conversation.inputs import (
    ElicitationAsked,
    ElicitationWithdrawn,
    PermissionAsked,
    PermissionWithdrawn,
    RespondElicitation,
    RespondPermission,
)
from easel_conversation.values import ElicitationAction, JsonObject

_ALLOWING = ("allow_once", "allow_always")
_REJECTING = ("reject_once", "reject_always")


def permission_asked(t: Transition, signal: PermissionAsked) -> None:
    """Show the request; without a turn that wants it, the answer is `cancelled`."""
    turn = t.state.turn
    live = turn is not None and turn.sent and turn.cancelling is None
    if signal.epoch != t.state.epoch or not live:
        t.effect(AnswerPermission(signal.epoch, signal.permission_id, CANCELLED_OUTCOME))
        return
    assert turn is not None
    call = merge_tool_call(t, turn.id, signal.tool_call)
    t.emit(
        PermissionRequested(
            turn_id=turn.id,
            epoch=turn.epoch,
            permission_id=signal.permission_id,
            tool_call=call,
            options=signal.options,
        )
    )
    match t.policy.permissions:
        case "allow":
            allowed = option_of_kind(signal.options, _ALLOWING)
            if allowed is not None:
                _resolve_permission(t, signal.permission_id, _selected(allowed), by="settings")
        case "reject":
            outcome = _rejection(signal.options)
            _resolve_permission(t, signal.permission_id, outcome, by="settings")
        case "ask":
            pass


def respond_permission(t: Transition, command: RespondPermission) -> None:
    """Pass the answer on. A request that is already answered is left alone."""
    turn = t.state.turn
    request = turn.permissions.get(command.permission_id) if turn else None
    if request is None:
        return
    if command.option_id is None:
        _resolve_permission(t, command.permission_id, CANCELLED_OUTCOME, command.by)
        return
    if all(option.get("optionId") != command.option_id for option in request.options):
        raise NoSuchPermissionOption(command.option_id)
    _resolve_permission(t, command.permission_id, _selected(command.option_id), command.by)


def deny_open_permissions(t: Transition) -> bool:
    """Who writes on instead of answering says no. Returns whether there was anything to answer."""
    requests = tuple(t.turn.permissions.values())
    for request in requests:
        _resolve_permission(t, request.permission_id, _rejection(request.options), by="prompt")
    return bool(requests)


def permission_withdrawn(t: Transition, signal: PermissionWithdrawn) -> None:
    """The agent takes its request back; it still gets an answer."""
    turn = t.state.turn
    known = turn is not None and signal.permission_id in turn.permissions
    if signal.epoch == t.state.epoch and known:
        _resolve_permission(t, signal.permission_id, CANCELLED_OUTCOME, by="agent")


def elicitation_asked(t: Transition, signal: ElicitationAsked) -> None:
    """Show the request for input; without a turn that wants it, the answer is `cancel`."""
    turn = t.state.turn
    live = turn is not None and turn.sent and turn.cancelling is None
    if signal.epoch != t.state.epoch or not live:
        t.effect(AnswerElicitation(signal.epoch, signal.elicitation_id, "cancel", None))
        return
    assert turn is not None
    t.emit(
        ElicitationRequested(
            turn_id=turn.id,
            epoch=turn.epoch,
            elicitation_id=signal.elicitation_id,
            mode=signal.mode,
            message=signal.message,
            requested_schema=signal.requested_schema,
            url=signal.url,
        )
    )


def respond_elicitation(t: Transition, command: RespondElicitation) -> None:
    """Pass the answer on. A request that is already answered is left alone."""
    turn = t.state.turn
    if turn is None or command.elicitation_id not in turn.elicitations:
        return
    t.emit(
        ElicitationResolved(
            turn_id=turn.id,
            elicitation_id=command.elicitation_id,
            action=command.action,
            by=command.by,
        )
    )
    t.effect(
        AnswerElicitation(t.state.epoch, command.elicitation_id, command.action, command.content)
    )


def elicitation_withdrawn(t: Transition, signal: ElicitationWithdrawn) -> None:
    """The agent takes its request back, or has the input from elsewhere."""
    turn = t.state.turn
    if turn is None or signal.epoch != t.state.epoch:
        return
    if signal.elicitation_id in turn.elicitations:
        action: ElicitationAction = "accept" if signal.completed else "cancel"
        t.emit(
            ElicitationResolved(
                turn_id=turn.id, elicitation_id=signal.elicitation_id, action=action, by="agent"
            )
        )
        t.effect(AnswerElicitation(signal.epoch, signal.elicitation_id, action, None))


def option_of_kind(options: tuple[JsonObject, ...], kinds: tuple[str, ...]) -> str | None:
    """The id of the first option of the first of these kinds that is offered at all."""
    for kind in kinds:
        for option in options:
            option_id = option.get("optionId")
            if option.get("kind") == kind and isinstance(option_id, str):
                return option_id
    return None


def _rejection(options: tuple[JsonObject, ...]) -> JsonObject:
    """No, in the agent's own words if it offers them."""
    rejecting = option_of_kind(options, _REJECTING)
    return CANCELLED_OUTCOME if rejecting is None else _selected(rejecting)


def _selected(option_id: str) -> JsonObject:
    return {"outcome": "selected", "optionId": option_id}


def _resolve_permission(
    t: Transition, permission_id: PermissionId, outcome: JsonObject, by: str
) -> None:
    turn = t.state.turn
    assert turn is not None
    t.emit(PermissionResolved(turn_id=turn.id, permission_id=permission_id, outcome=outcome, by=by))
    t.effect(AnswerPermission(t.state.epoch, permission_id, outcome))
