"""Claiming, renewing and writing: what the files say before and after."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from easel_conversation.clock import iso
from easel_conversation.lease import (
    Claimed,
    DirectoryGone,
    Held,
    LeaseLost,
    LeaseUnavailable,
)
from easel_conversation.lease.files import LEASE_FILE, LOCK_FILE, SIDE_FILE
from easel_testing.leases import (
    HOST,
    NOW,
    Owner,
    World,
    birth,
    read_lease,
    write_lease,
)

FOREIGN = (4711, birth(4711))
"""The process that `write_lease` names, alive."""


def generation_of(outcome: Claimed | Held) -> int:
    assert isinstance(outcome, Claimed)
    return outcome.lease.generation


def test_a_claim_writes_what_the_agent_server_reads(world: World, first: Owner) -> None:
    first.lease.claim()
    assert read_lease(world.directory) == {
        "owner_instance_id": "first",
        "generation": 1,
        "expires_at": NOW + 45,
        "owner_host": HOST,
        "owner_pid": 1,
    }


def test_a_claim_tells_of_the_lease_as_everybody_sees_it(first: Owner) -> None:
    outcome = first.lease.claim()
    assert isinstance(outcome, Claimed)
    assert outcome.lease == first.lease.info()
    assert outcome.previous is None


def test_everybody_sees_since_when_an_owner_has_it(
    world: World, first: Owner, second: Owner
) -> None:
    first.lease.claim()
    world.now += 30
    first.lease.renew()
    first.lease.claim()
    seen = second.lease.info()
    assert seen is not None
    assert seen.since == iso(int(NOW * 1000))

    second.lease.take(force=True)

    taken = first.lease.info()
    assert taken is not None
    assert taken.since == iso(int((NOW + 30) * 1000))


def test_since_when_a_program_has_it_that_does_not_say_is_not_known(
    world: World, first: Owner, second: Owner
) -> None:
    first.lease.claim()
    write_lease(world.directory)
    seen = second.lease.info()
    assert seen is not None
    assert seen.since is None


def test_a_claim_leaves_three_files_and_no_draft(world: World, first: Owner) -> None:
    first.lease.claim()
    names = {path.name for path in world.directory.iterdir()}
    assert names == {LEASE_FILE, LOCK_FILE, SIDE_FILE}


def test_a_second_server_is_told_who_holds_the_conversation(first: Owner, second: Owner) -> None:
    first.lease.claim()
    outcome = second.lease.claim()
    assert isinstance(outcome, Held)
    assert (outcome.lease.owner_pid, outcome.lease.owner_host) == (1, HOST)
    assert (outcome.lease.alive, outcome.lease.ours) == (True, False)
    assert second.lease.generation is None


def test_claiming_what_is_ours_renews_it_in_the_same_generation(world: World, first: Owner) -> None:
    first.lease.claim()
    world.now += 10
    assert generation_of(first.lease.claim()) == 1
    assert read_lease(world.directory)["expires_at"] == NOW + 55


def test_a_lease_that_has_run_out_is_taken_over_in_the_next_generation(
    world: World, first: Owner, second: Owner
) -> None:
    first.lease.claim()
    world.now += 45
    outcome = second.lease.claim()
    assert isinstance(outcome, Claimed)
    assert outcome.lease.generation == 2
    assert outcome.previous is not None
    assert outcome.previous.owner_instance_id == "first"


def test_the_lease_of_a_dead_process_is_taken_over_at_once(
    world: World, first: Owner, second: Owner
) -> None:
    first.lease.claim()
    world.kill(first)
    assert generation_of(second.lease.claim()) == 2


def test_a_lease_of_another_host_is_taken_over_when_its_time_is_up(
    world: World, second: Owner
) -> None:
    far = world.owner("far", 3, host="elsewhere")
    far.lease.claim()
    world.kill(far)
    assert isinstance(second.lease.claim(), Held)
    world.now += 45
    assert generation_of(second.lease.claim()) == 2


@pytest.mark.parametrize(
    ("content", "generation"),
    [
        ({"expires_at": math.nan}, 8),
        ({"owner_pid": 0}, 8),
        ({"owner_pid": -1}, 8),
        ({"owner_pid": 2**40}, 8),
        ({"generation": "7"}, 1),
        ({"generation": True, "owner_pid": 0}, 2),
        ({"generation": -5, "owner_pid": 0}, 1),
        ({"generation": 2**53 - 1, "owner_pid": 0}, 1),
        ({"generation": 10**400, "owner_pid": 0}, 1),
    ],
)
def test_an_odd_lease_that_nobody_can_hold_is_claimed(
    world: World, first: Owner, content: dict[str, Any], generation: int
) -> None:
    write_lease(world.directory, **content)
    assert generation_of(first.lease.claim()) == generation
    assert first.lease.guard(lambda: "written") == "written"


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"expires_at": math.inf},
        {"owner_pid": True},
        {"owner_pid": "77"},
        {"owner_pid": None},
        {"owner_host": None},
        {"owner_host": "elsewhere"},
        {"generation": True},
        {"extra": {"unknown": 1}},
    ],
)
def test_an_odd_lease_that_somebody_may_hold_is_respected(
    world: World, first: Owner, content: dict[str, Any]
) -> None:
    world.processes.births.update([FOREIGN])
    write_lease(world.directory, **content)
    before = (world.directory / LEASE_FILE).read_bytes()
    assert isinstance(first.lease.claim(), Held)
    assert (world.directory / LEASE_FILE).read_bytes() == before


@pytest.mark.parametrize("text", [b"", b"{not json", b"[]", b"\xff\x00"])
def test_garbage_is_claimed_and_the_generation_goes_on(
    world: World, first: Owner, second: Owner, text: bytes
) -> None:
    first.lease.claim()
    (world.directory / LEASE_FILE).write_bytes(text)
    assert generation_of(second.lease.claim()) == 2


def test_a_broken_side_file_is_replaced(world: World, first: Owner) -> None:
    (world.directory / SIDE_FILE).write_bytes(b"{torn")
    assert generation_of(first.lease.claim()) == 1
    assert json.loads((world.directory / SIDE_FILE).read_bytes())["generation"] == 1


def test_the_generation_never_goes_back_although_a_release_removes_the_file(
    first: Owner, second: Owner
) -> None:
    for generation in (1, 3, 5):
        assert generation_of(first.lease.claim()) == generation
        first.lease.release()
        assert generation_of(second.lease.claim()) == generation + 1
        second.lease.release()


def test_a_generation_of_somebody_else_is_gone_beyond(world: World, first: Owner) -> None:
    generation_of(first.lease.claim())
    write_lease(world.directory, generation=41, owner_pid=0)
    assert generation_of(first.lease.claim()) == 42


def test_a_renewal_puts_the_end_off(world: World, first: Owner) -> None:
    first.lease.claim()
    world.now += 15
    assert first.lease.renew().generation == 1
    assert read_lease(world.directory)["expires_at"] == NOW + 60


def test_an_owner_that_slept_too_long_stays_the_owner_if_nobody_came(
    world: World, first: Owner, second: Owner
) -> None:
    first.lease.claim()
    world.now += 1000
    assert first.lease.guard(lambda: "written") == "written"
    assert read_lease(world.directory)["expires_at"] == world.now + 45
    assert isinstance(second.lease.claim(), Held)


def test_an_owner_that_slept_too_long_writes_nothing_if_somebody_came(
    world: World, first: Owner, second: Owner
) -> None:
    first.lease.claim()
    world.now += 45
    second.lease.claim()
    with pytest.raises(LeaseLost) as lost:
        first.lease.guard(lambda: pytest.fail("wrote without owning the conversation"))
    assert lost.value.lease is not None
    assert lost.value.lease.owner_pid == 2


def test_a_loss_is_told_once_and_stays(world: World, first: Owner, second: Owner) -> None:
    first.lease.claim()
    second.lease.take(force=True)
    for step in (first.lease.renew, lambda: first.lease.guard(print), first.lease.renew):
        with pytest.raises(LeaseLost):
            step()
    assert len(first.losses) == 1
    second.lease.release()
    with pytest.raises(LeaseLost):
        first.lease.guard(print)


def test_the_pair_decides_not_the_number(world: World, first: Owner) -> None:
    first.lease.claim()
    write_lease(world.directory, generation=1)
    with pytest.raises(LeaseLost):
        first.lease.guard(print)


def test_our_own_instance_in_another_generation_is_not_what_we_claimed(
    world: World, first: Owner
) -> None:
    first.lease.claim()
    write_lease(world.directory, owner_instance_id="first", generation=2)
    with pytest.raises(LeaseLost):
        first.lease.renew()


def test_a_lease_that_somebody_removed_is_lost(world: World, first: Owner) -> None:
    first.lease.claim()
    (world.directory / LEASE_FILE).unlink()
    with pytest.raises(LeaseLost) as lost:
        first.lease.renew()
    assert lost.value.lease is None


def test_nobody_writes_without_a_claim(first: Owner) -> None:
    with pytest.raises(LeaseLost):
        first.lease.guard(print)
    assert first.losses == []


def test_what_a_write_raises_comes_through_and_leaves_the_lease(first: Owner) -> None:
    first.lease.claim()
    with pytest.raises(FileNotFoundError):
        first.lease.guard(Path("/nowhere/at/all").read_bytes)
    assert first.lease.guard(lambda: "written") == "written"


def test_looking_changes_nothing(world: World, first: Owner, second: Owner) -> None:
    first.lease.claim()
    before = {path: path.read_bytes() for path in world.directory.iterdir()}
    info = second.lease.info()
    assert info is not None
    assert not info.ours
    assert {path: path.read_bytes() for path in world.directory.iterdir()} == before


def test_a_lease_needs_a_directory(tmp_path: Path) -> None:
    gone = World(tmp_path / "gone").owner("first", 1)
    with pytest.raises(DirectoryGone):
        gone.lease.claim()
    assert gone.lease.info() is None
    assert not gone.lease.release().released
    assert not (tmp_path / "gone").exists()


def test_a_conversation_whose_directory_is_removed_is_lost(tmp_path: Path) -> None:
    world = World(tmp_path / "conversation")
    world.directory.mkdir()
    owner = world.owner("first", 1)
    owner.lease.claim()
    world.directory.rename(tmp_path / "trash")
    with pytest.raises(LeaseLost):
        owner.lease.guard(lambda: pytest.fail("wrote into a conversation that is gone"))
    assert len(owner.losses) == 1


@pytest.mark.parametrize("name", [LEASE_FILE, SIDE_FILE, LOCK_FILE])
def test_a_directory_in_the_place_of_a_file_is_reported(
    world: World, first: Owner, name: str
) -> None:
    (world.directory / name).mkdir()
    with pytest.raises(LeaseUnavailable):
        first.lease.claim()
    assert first.lease.generation is None
