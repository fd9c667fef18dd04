"""S7: what is shown as used is never nonsense, never doubled and never less than before."""

import math

from hypothesis import given
from hypothesis import strategies as st

from easel_conversation.inputs import SessionMetadata
from easel_conversation.usage import sane, total
from easel_conversation.values import Cost, Usage
from easel_testing.conversation_driver import Driver, running, warm

counts = st.none() | st.integers(-5, 1_000)
amounts = st.floats(allow_nan=True, allow_infinity=True)
told = st.builds(
    Usage,
    input_tokens=counts,
    output_tokens=counts,
    context_used=counts,
    context_size=counts,
    cost=st.none() | st.builds(Cost, amount=amounts, currency=st.sampled_from(["EUR", "USD"])),
)


def euros(amount: float) -> Cost:
    return Cost(amount=amount, currency="EUR")


def tell(conversation: Driver, usage: Usage) -> None:
    conversation.agent_updates(SessionMetadata(usage=usage))


def test_levels_are_not_summed() -> None:
    conversation, _ = running()

    tell(conversation, Usage(context_used=10, context_size=100, cost=euros(1)))
    tell(conversation, Usage(context_used=5, context_size=100, cost=euros(1.5)))

    assert conversation.state.usage == Usage(context_used=5, context_size=100, cost=euros(1.5))


def test_nonsense_is_left_out() -> None:
    conversation, turn = running()
    tell(conversation, Usage(context_used=10, cost=euros(1)))

    tell(conversation, Usage(context_used=-1, cost=euros(math.nan)))
    tell(conversation, Usage(cost=euros(math.inf)))
    tell(conversation, Usage(cost=euros(-3)))
    conversation.agent_answers(usage=Usage(input_tokens=-1, output_tokens=7))

    assert conversation.state.usage == Usage(output_tokens=7, context_used=10, cost=euros(1))
    assert conversation.ending(turn).usage == Usage(output_tokens=7)


def test_what_is_told_again_counts_once() -> None:
    conversation, _ = running()
    conversation.agent_answers(usage=Usage(input_tokens=100, output_tokens=10))
    tell(conversation, Usage(cost=euros(2)))

    tell(conversation, Usage(cost=euros(1)))
    tell(conversation, Usage(cost=euros(2)))

    assert conversation.state.usage == Usage(input_tokens=100, output_tokens=10, cost=euros(2))


def test_what_an_earlier_session_cost_is_not_forgotten() -> None:
    conversation, _ = running()
    tell(conversation, Usage(context_used=50, cost=euros(2)))
    conversation.agent_answers(usage=Usage(input_tokens=100))
    conversation.agent_crashes()
    conversation.prompt()
    conversation.agent_starts(session="s2", restored="fresh")

    tell(conversation, Usage(context_used=1, cost=euros(0.5)))
    conversation.agent_answers(usage=Usage(input_tokens=30))

    assert conversation.state.usage == Usage(input_tokens=130, context_used=1, cost=euros(2.5))


def test_a_restored_session_goes_on_counting_where_it_was() -> None:
    conversation, _ = running()
    tell(conversation, Usage(cost=euros(2)))
    conversation.agent_crashes()
    conversation.prompt()
    conversation.agent_starts(restored="restored")

    tell(conversation, Usage(cost=euros(2.5)))

    assert conversation.state.usage.cost == euros(2.5)


def test_usage_that_comes_after_the_end_of_a_turn_is_not_lost() -> None:
    conversation = warm()

    tell(conversation, Usage(cost=euros(2)))

    assert conversation.state.usage.cost == euros(2)
    assert conversation.state.turn is None


@given(st.lists(told, max_size=8))
def test_totals_never_fall_and_are_always_numbers(levels: list[Usage]) -> None:
    known = Usage()
    for level in filter(None, map(sane, levels)):
        after = total(Usage(), known, level)
        for old, new in (
            (known.input_tokens, after.input_tokens),
            (known.output_tokens, after.output_tokens),
        ):
            assert (new or 0) >= (old or 0) >= 0
        if after.cost is not None:
            assert math.isfinite(after.cost.amount)
            assert after.cost.amount >= 0
        known = after
