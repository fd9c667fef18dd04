"""Events to put into logs, and logs on disk to put them into."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from easel_conversation.clock import iso
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.guard import WriteGuard, unguarded
from easel_conversation.disk.log import DiskLog
from easel_conversation.disk.reader import LogReader
from easel_conversation.events import Event, Message, Notice, ToolCallChanged, TurnEnded
from easel_conversation.ids import MessageId, ToolCallId, TurnId
from easel_conversation.values import ToolCall, ToolCallStatus

TURN = TurnId("t1")


def chunk(seq: int, text: str, message: str = "m1", *, append: bool = True) -> Message:
    """A piece of text."""
    return Message(
        seq=seq,
        at=iso(seq),
        turn_id=TURN,
        message_id=MessageId(message),
        role="assistant",
        content={"type": "text", "text": text},
        append=append,
    )


def snapshot(seq: int, status: ToolCallStatus, shown: str = "") -> ToolCallChanged:
    """A tool call as it is then."""
    call = ToolCall(
        tool_call_id=ToolCallId("tool"),
        title=shown or f"as of {seq}",
        kind="execute",
        status=status,
    )
    return ToolCallChanged(seq=seq, at=iso(seq), turn_id=TURN, tool_call=call)


def notice(seq: int, text: str = "") -> Notice:
    """Something that nothing is merged with."""
    return Notice(seq=seq, at=iso(seq), level="info", text=text or f"notice {seq}")


def ended(seq: int) -> TurnEnded:
    """What nobody is told of before it is kept."""
    return TurnEnded(seq=seq, at=iso(seq), turn_id=TURN, reason="completed")


def spans(events: Sequence[Event]) -> list[tuple[int, int]]:
    """The first and last `seq` of each event."""
    return [(event.first_seq or event.seq, event.seq) for event in events]


def text_of(events: Sequence[Event]) -> str:
    """All text of messages."""
    return "".join(event.content["text"] for event in events if isinstance(event, Message))


@asynccontextmanager
async def disk_log(
    path: Path, *, guard: WriteGuard = unguarded, said: list[str] | None = None
) -> AsyncIterator[DiskLog]:
    """The log in a folder, which goes on where an earlier one ended."""
    folder = ConversationFolder(path)
    async with anyio.create_task_group() as tasks:
        log = DiskLog(folder, LogReader(folder.events).last_seq(), tasks, guard)
        if said is not None:
            log.watch(lambda: None, lambda _, text: said.append(text))
        yield log
        await log.aclose()
