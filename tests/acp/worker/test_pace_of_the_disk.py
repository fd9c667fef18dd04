"""An agent is read no faster than what it says can be kept."""

import anyio

from easel_acp.connection.messages import SessionUpdate
from easel_acp.worker.incoming import Incoming
from easel_conversation.ids import Epoch
from easel_conversation.inputs import AgentUpdated, Signal


def said(text: str) -> SessionUpdate:
    """A piece of an answer."""
    content = {"type": "text", "text": text}
    return SessionUpdate("s1", {"sessionUpdate": "agent_message_chunk", "content": content})


async def test_updates_wait_for_a_log_that_cannot_keep_up() -> None:
    signals: list[Signal] = []
    drained = anyio.Event()
    incoming = Incoming()
    incoming.attach(Epoch(1), signals.append, None)  # type: ignore[arg-type]  # asked for nothing
    incoming.pace(drained.wait)
    incoming.session_opened("s1")

    async with anyio.create_task_group() as reading:
        taken = anyio.Event()

        async def read() -> None:
            await incoming.on_updates([said("one")])
            taken.set()

        reading.start_soon(read)
        await anyio.wait_all_tasks_blocked()
        assert len(signals) == 1, "what has been read is told"
        assert isinstance(signals[0], AgentUpdated)
        assert not taken.is_set(), "but nothing more is read"
        drained.set()
        await taken.wait()
