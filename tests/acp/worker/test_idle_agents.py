"""Which idle agents are let go (scenario W16)."""

from hypothesis import given
from hypothesis import strategies as st

from easel_acp.worker.idle import IdleLimits, next_look, to_let_go
from easel_conversation.ids import ConversationId

A, B, C = map(ConversationId, "abc")


def test_w16_the_longest_idle_agents_go_when_there_are_too_many() -> None:
    idle = {A: 30.0, B: 10.0, C: 20.0}

    assert to_let_go(idle, now=40.0, limits=IdleLimits(ttl=1000, most=1)) == [B, C]


def test_an_agent_that_was_idle_too_long_goes() -> None:
    idle = {A: 30.0, B: 10.0}

    assert to_let_go(idle, now=40.0, limits=IdleLimits(ttl=30, most=9)) == [B]
    assert next_look({A: 30.0}, now=40.0, limits=IdleLimits(ttl=30, most=9)) == 20.0


def test_without_idle_agents_there_is_nothing_to_look_for() -> None:
    assert next_look({}, now=40.0, limits=IdleLimits(ttl=30, most=9)) is None


@given(
    idle=st.dictionaries(st.uuids().map(lambda u: ConversationId(u.hex)), st.floats(0, 1e6)),
    now=st.floats(0, 2e6),
    ttl=st.floats(0, 1e6),
    most=st.integers(0, 20),
)
def test_those_that_stay_are_the_youngest_few_within_their_time(
    idle: dict[ConversationId, float], now: float, ttl: float, most: int
) -> None:
    limits = IdleLimits(ttl, most)
    gone = to_let_go(idle, now, limits)
    stay = {c: since for c, since in idle.items() if c not in gone}

    assert len(stay) <= most
    assert all(now - since < ttl for since in stay.values())
    if stay and gone:
        too_old = {c for c in gone if now - idle[c] >= ttl}
        surplus = [c for c in gone if c not in too_old]
        assert all(idle[c] <= min(stay.values()) for c in surplus)
