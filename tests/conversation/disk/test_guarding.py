"""Only who owns a conversation writes it, whatever else it still has to say."""

from pathlib import Path

import msgspec

from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.lease import Lease, LeaseLost
from easel_testing.leases import FakeProcesses, birth, holder
from easel_testing.logs import disk_log, ended, notice


async def test_what_was_said_after_the_lease_was_taken_is_not_written(tmp_path: Path) -> None:
    folder = ConversationFolder(tmp_path / "c")
    folder.make()
    processes = FakeProcesses({1: birth(1), 2: birth(2)})
    losses: list[LeaseLost] = []
    first = Lease(folder.path, holder("first", 1), processes, on_lost=losses.append)
    second = Lease(folder.path, holder("second", 2), processes, on_lost=losses.append)
    await first.claim()

    async with disk_log(folder.path, guard=first.guard) as ours:
        ours.append([ended(1)])
        await ours.kept()
        await second.take(force=True)
        ours.append([notice(2), ended(3)])
        await ours.kept()
        assert ours.seq == 3

        async with disk_log(folder.path, guard=second.guard) as theirs:
            assert theirs.seq == 1
            theirs.append([ended(2)])
            await theirs.kept()

    lines = [msgspec.json.decode(line) for line in folder.events.read_bytes().splitlines()]
    assert [(line["seq"], line["type"]) for line in lines] == [(1, "turnEnded"), (2, "turnEnded")]
    assert len(losses) == 1
