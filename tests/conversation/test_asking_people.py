"""Permissions and requests for input: the rows P of the scenarios, as decisions."""

import pytest

from easel_conversation.effects import AnswerElicitation, AnswerPermission, SendPrompt
from easel_conversation.errors import NoSuchPermissionOption
from easel_conversation.events import (
    ElicitationRequested,
    ElicitationResolved,
    PermissionRequested,
    PermissionResolved,
)
from easel_conversation.inputs import (
    ElicitationWithdrawn,
    PermissionWithdrawn,
    RespondElicitation,
)
from easel_conversation.policy import PermissionDefault, Policy
from easel_conversation.values import JsonObject
from easel_testing.conversation_driver import OPTIONS, Driver, running, warm

CANCELLED = {"outcome": "cancelled"}
WITHOUT_REJECT = tuple(option for option in OPTIONS if option["kind"] != "reject_once")


def answers(conversation: Driver) -> list[JsonObject]:
    return [answer.outcome for answer in conversation.effects_of(AnswerPermission)]


def selected(option_id: str) -> JsonObject:
    return {"outcome": "selected", "optionId": option_id}


def test_p1_without_a_live_turn_the_answer_is_cancelled_and_nobody_is_asked() -> None:
    conversation = warm()

    conversation.agent_asks()

    assert answers(conversation) == [CANCELLED]
    assert conversation.events_of(PermissionRequested) == []


def test_p1_a_turn_that_the_agent_has_not_heard_of_asks_nobody() -> None:
    conversation = Driver()
    conversation.prompt()

    conversation.agent_asks()

    assert answers(conversation) == [CANCELLED]


def test_p2_a_request_that_comes_after_stop_is_cancelled_too() -> None:
    conversation, _ = running()
    conversation.stop()

    conversation.agent_asks()

    assert answers(conversation) == [CANCELLED]
    assert conversation.events_of(PermissionRequested) == []


def test_p3_a_request_of_a_process_that_died_is_closed_and_a_late_click_is_quiet() -> None:
    conversation, _ = running()
    asked = conversation.agent_asks()

    conversation.agent_crashes()
    (resolved,) = conversation.events_of(PermissionResolved)
    assert resolved.outcome == CANCELLED

    conversation.answer_permission(asked, "yes")
    assert conversation.events == ()
    assert answers(conversation) == [CANCELLED]


def test_p4_w8_the_exit_of_the_old_process_does_not_close_a_request_of_the_new_one() -> None:
    conversation, _ = running()
    conversation.interrupt(grace_ms=0)
    conversation.wait(0)
    conversation.agent_is_gone()
    turn = conversation.prompt()
    conversation.agent_starts()
    asked = conversation.agent_asks()

    conversation.agent_is_gone(epoch=1)

    assert conversation.state.turn is not None
    assert conversation.state.turn.id == turn
    assert set(conversation.state.turn.permissions) == {asked}


def test_p5_of_two_answers_the_first_wins_and_both_editors_learn_of_it() -> None:
    conversation, _ = running()
    asked = conversation.agent_asks()

    conversation.answer_permission(asked, "no")
    conversation.answer_permission(asked, "yes")

    assert answers(conversation) == [selected("no")]
    assert len(conversation.events_of(PermissionResolved)) == 1


@pytest.mark.parametrize(
    ("options", "outcome"), [(OPTIONS, selected("no")), (WITHOUT_REJECT, CANCELLED)]
)
def test_p6_who_writes_on_instead_of_answering_says_no(
    options: tuple[JsonObject, ...], outcome: JsonObject
) -> None:
    conversation, _ = running()
    conversation.agent_asks(options=options)

    waiting = conversation.prompt("No, use the other file")

    assert answers(conversation) == [outcome]
    assert conversation.waiting() == [waiting]
    conversation.agent_answers()
    assert conversation.effects_of(SendPrompt)[-1].turn_id == waiting


def test_p6_what_was_said_instead_goes_out_also_when_the_agent_gives_up_over_the_no() -> None:
    conversation, turn = running()
    later = conversation.prompt()
    conversation.agent_asks()
    instead = conversation.prompt("No, use the other file")

    conversation.agent_answers("cancelled")

    assert conversation.ending(turn).reason == "cancelled"
    assert conversation.effects_of(SendPrompt)[-1].turn_id == instead
    assert conversation.waiting() == [later]
    assert conversation.state.queue_parked


def test_p6_a_stop_after_that_holds_it_like_every_prompt_that_waits() -> None:
    conversation, _ = running()
    conversation.agent_asks()
    instead = conversation.prompt("No, use the other file")

    conversation.stop()
    conversation.agent_answers("cancelled")

    assert conversation.waiting() == [instead]
    assert len(conversation.effects_of(SendPrompt)) == 1


def test_p7_a_request_before_its_tool_call_brings_the_card_with_it() -> None:
    conversation, turn = running()

    conversation.agent_asks("tool", title="Write a.py")

    (request,) = conversation.events_of(PermissionRequested)
    assert request.tool_call.title == "Write a.py"
    assert conversation.tool_statuses(turn) == ["pending"]
    assert conversation.status() == "waitingForPermission"


def test_p7_a_request_that_names_only_the_tool_shows_what_is_known_of_it() -> None:
    conversation, _ = running()
    conversation.agent_calls_tool("tool", "pending", created=True, title="Write a.py")

    conversation.agent_asks("tool")

    (request,) = conversation.events_of(PermissionRequested)
    assert request.tool_call.title == "Write a.py"


@pytest.mark.parametrize(
    ("default", "options", "outcome"),
    [
        ("allow", OPTIONS, selected("yes")),
        ("reject", OPTIONS, selected("no")),
        ("reject", WITHOUT_REJECT, CANCELLED),
    ],
)
def test_p8_the_settings_answer_with_an_option_of_their_kind(
    default: PermissionDefault, options: tuple[JsonObject, ...], outcome: JsonObject
) -> None:
    conversation, _ = running(Policy(permissions=default))

    conversation.agent_asks(options=options)

    assert answers(conversation) == [outcome]
    (resolved,) = conversation.events_of(PermissionResolved)
    assert resolved.by == "settings"


def test_p8_where_nothing_can_be_allowed_a_person_is_asked() -> None:
    conversation, _ = running(Policy(permissions="allow"))

    conversation.agent_asks(
        options=({"optionId": "x", "kind": "of_tomorrow"}, {"kind": "allow_once"})
    )

    assert answers(conversation) == []
    assert conversation.status() == "waitingForPermission"


def test_p9_a_request_that_is_taken_back_is_closed_everywhere() -> None:
    conversation, _ = running()
    asked = conversation.agent_asks()

    conversation.put(PermissionWithdrawn(conversation.state.epoch, asked))

    assert answers(conversation) == [CANCELLED]
    assert conversation.status() == "running"


def test_p11_an_option_that_was_not_offered_is_no_approval() -> None:
    conversation, _ = running()
    asked = conversation.agent_asks()

    with pytest.raises(NoSuchPermissionOption):
        conversation.answer_permission(asked, "allow")

    assert answers(conversation) == []
    conversation.answer_permission(asked, None)
    assert answers(conversation) == [CANCELLED]


def test_several_requests_are_open_at_once_and_answered_one_by_one() -> None:
    conversation, _ = running()
    first, second = conversation.agent_asks("a"), conversation.agent_asks("b")

    conversation.answer_permission(second, "yes")
    assert conversation.status() == "waitingForPermission"
    conversation.answer_permission(first, "no")

    assert answers(conversation) == [selected("yes"), selected("no")]
    assert conversation.status() == "running"


def test_a_request_for_input_is_answered_once() -> None:
    conversation, _ = running()
    asked = conversation.agent_elicits()
    assert conversation.status() == "waitingForPermission"
    answer = RespondElicitation(asked, "accept", {"which": 1}, by="editor")

    conversation.put(answer)
    conversation.put(answer)

    epoch = conversation.state.epoch
    assert conversation.effects_of(AnswerElicitation) == [
        AnswerElicitation(epoch, asked, "accept", {"which": 1})
    ]


def test_the_answer_to_a_request_for_input_is_not_in_the_log() -> None:
    conversation, _ = running()
    asked = conversation.agent_elicits()

    conversation.put(RespondElicitation(asked, "accept", {"password": "hunter2"}, by="editor"))

    assert "hunter2" not in repr(conversation.log)


@pytest.mark.parametrize(("completed", "action"), [(True, "accept"), (False, "cancel")])
def test_a_visit_that_is_over_closes_its_request(completed: bool, action: str) -> None:
    conversation, _ = running()
    asked = conversation.agent_elicits()

    conversation.put(ElicitationWithdrawn(conversation.state.epoch, asked, completed))

    (resolved,) = conversation.events_of(ElicitationResolved)
    assert (resolved.action, resolved.by) == (action, "agent")


def test_stop_closes_requests_for_input_and_later_ones_are_refused() -> None:
    conversation, _ = running()
    first = conversation.agent_elicits()
    conversation.stop()
    second = conversation.agent_elicits()

    epoch = conversation.state.epoch
    assert conversation.effects_of(AnswerElicitation) == [
        AnswerElicitation(epoch, first, "cancel", None),
        AnswerElicitation(epoch, second, "cancel", None),
    ]
    assert len(conversation.events_of(ElicitationRequested)) == 1
