"""Which mode and options a session is given: the choices of people go before defaults."""

from easel_acp.worker.preferences import NO_DEFAULTS, Wanted, wanted_of
from easel_conversation.state import AgentSession

HAD = AgentSession(
    modes={"currentModeId": "plan"}, config_options=({"id": "model", "currentValue": "small"},)
)
DEFAULTS = Wanted("code", {"model": "large"})


def test_what_the_conversation_had_goes_before_the_defaults() -> None:
    assert wanted_of(HAD, DEFAULTS, NO_DEFAULTS) == Wanted("plan", {"model": "small"})


def test_where_it_had_nothing_the_defaults_hold() -> None:
    assert wanted_of(AgentSession(), DEFAULTS, NO_DEFAULTS) == DEFAULTS


def test_a_default_that_changed_goes_before_what_the_former_default_had_set() -> None:
    former = Wanted("plan", {"model": "small"})
    assert wanted_of(HAD, DEFAULTS, former) == DEFAULTS


def test_a_default_that_is_gone_leaves_the_session_as_it_was() -> None:
    former = Wanted("plan", {"model": "small"})
    assert wanted_of(HAD, NO_DEFAULTS, former) == former
