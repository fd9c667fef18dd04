"""Which questions of an agent its `elicitation/complete` ends: open visits to a page."""

import anyio
import pytest

from easel_acp.worker.incoming import Incoming
from easel_conversation.inputs import ElicitationAsked, ElicitationWithdrawn, Signal


@pytest.mark.parametrize(
    ("asked", "completed", "ends"),
    [
        ({"mode": "url", "url": "https://example.test", "elicitationId": "e"}, "e", True),
        ({"mode": "url", "url": "https://example.test", "elicitationId": 1}, "1", False),
        ({"mode": "form"}, "None", False),
        ({"mode": "form", "elicitationId": "e"}, "e", False),
    ],
)
async def test_only_a_visit_that_the_agent_named_is_completed(
    asked: dict[str, object], completed: str, *, ends: bool
) -> None:
    incoming = Incoming()
    told: list[Signal] = []
    incoming._signal = told.append
    async with anyio.create_task_group() as asking:
        asking.start_soon(incoming.handle, "elicitation/create", asked, 1)
        await anyio.wait_all_tasks_blocked()
        incoming.on_notification("elicitation/complete", {"elicitationId": completed})
        asking.cancel_scope.cancel()

    assert isinstance(told[0], ElicitationAsked)
    assert [type(signal) for signal in told[1:]] == [ElicitationWithdrawn] * ends
