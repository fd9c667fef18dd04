"""When an agent is started again by itself, and when it is not. Pure."""

from hypothesis import given
from hypothesis import strategies as st

from easel_acp.process import FailureCause, Parked, RestartBudget
from easel_acp.process.restart_budget import RESTARTS, WINDOW

CRASHED = FailureCause.CRASHED
OTHER_CAUSES = [cause for cause in FailureCause if cause is not CRASHED]

gaps = st.floats(0, 100, allow_nan=False)
causes = st.sampled_from(FailureCause)


def crash(budget: RestartBudget, *moments: float) -> RestartBudget:
    for moment in moments:
        budget = budget.failed(CRASHED, "exit code 1", moment)
    return budget


def test_w12_the_fourth_crash_within_sixty_seconds_parks_with_one_message() -> None:
    assert crash(RestartBudget(), 0, 1, 2).may_start
    budget = crash(RestartBudget(), 0, 1, 2, 59)
    assert not budget.may_start
    message = "The agent crashed 4 times within 60 seconds. Last: exit code 1"
    assert budget.parked == Parked(CRASHED, message)


def test_w12_crashes_of_long_ago_do_not_count() -> None:
    assert crash(RestartBudget(), 0, 1, 2, 60.5, 61.5, 62.5).may_start


def test_w12_a_person_who_asks_again_is_served() -> None:
    assert crash(RestartBudget(), 0, 1, 2, 3).acted() == RestartBudget()


@given(st.sampled_from(OTHER_CAUSES))
def test_w13_what_only_a_person_can_mend_parks_at_once(cause: FailureCause) -> None:
    budget = RestartBudget().failed(cause, "why", 0)
    assert budget.parked == Parked(cause, "why")


@given(st.lists(gaps), st.lists(gaps))
def test_it_parks_exactly_at_the_first_window_that_holds_too_many(
    before: list[float], after: list[float]
) -> None:
    budget, now, moments = RestartBudget(), 0.0, list[float]()
    for gap in (*before, *after):
        now += gap
        moments.append(now)
        was_parked = not budget.may_start
        budget = crash(budget, now)
        recent = [moment for moment in moments if now - moment < WINDOW]
        assert budget.may_start == (not was_parked and len(recent) <= RESTARTS)


@given(st.lists(st.tuples(causes, gaps)))
def test_the_memory_is_bounded_and_the_first_cause_stands(
    failures: list[tuple[FailureCause, float]],
) -> None:
    budget, now = RestartBudget(), 0.0
    parked: Parked | None = None
    for cause, gap in failures:
        now += gap
        budget = budget.failed(cause, cause.value, now)
        assert len(budget.crashes) <= RESTARTS + 1
        parked = parked or budget.parked
        assert budget.parked == parked
