"""Leaving a conversation to nobody, and taking it from somebody."""

import pytest

from easel_conversation.lease import LeaseHeld, LeaseLost
from easel_conversation.lease.files import LEASE_FILE
from easel_testing.leases import HOST, Owner, World


def test_releasing_our_own_leaves_it_to_nobody(world: World, first: Owner) -> None:
    first.lease.claim()
    released = first.lease.release()
    assert released.released
    assert released.previous is not None
    assert released.previous.ours
    assert first.lease.info() is None
    assert first.losses == []


def test_releasing_what_is_nobodys_does_nothing(first: Owner) -> None:
    released = first.lease.release()
    assert (released.released, released.previous) == (False, None)


def test_anybody_may_release_the_lease_of_a_dead_process(
    world: World, first: Owner, second: Owner
) -> None:
    first.lease.claim()
    world.kill(first)
    released = second.lease.release()
    assert released.previous is not None
    assert (released.previous.owner_pid, released.previous.alive) == (1, False)
    assert not (world.directory / LEASE_FILE).exists()


def test_nobody_else_may_release_the_lease_of_one_at_work(
    world: World, first: Owner, second: Owner
) -> None:
    first.lease.claim()
    with pytest.raises(LeaseHeld) as held:
        second.lease.release()
    assert (held.value.lease.owner_pid, held.value.lease.owner_host) == (1, HOST)
    assert first.lease.guard(lambda: "written") == "written"


def test_one_who_lost_the_lease_cannot_release_it(first: Owner, second: Owner) -> None:
    first.lease.claim()
    second.lease.take(force=True)
    with pytest.raises(LeaseHeld):
        first.lease.release()
    assert len(first.losses) == 1
    assert second.lease.guard(lambda: "written") == "written"


def test_taking_is_refused_while_the_holder_is_at_work(first: Owner, second: Owner) -> None:
    first.lease.claim()
    with pytest.raises(LeaseHeld):
        second.lease.take(force=False)
    assert first.lease.guard(lambda: "written") == "written"


def test_taking_by_force_makes_the_holder_lose(first: Owner, second: Owner) -> None:
    first.lease.claim()
    taken = second.lease.take(force=True)
    assert taken.lease.generation == 2
    assert taken.previous is not None
    assert taken.previous.owner_instance_id == "first"
    with pytest.raises(LeaseLost):
        first.lease.guard(print)


def test_taking_from_the_dead_needs_no_force(world: World, first: Owner, second: Owner) -> None:
    first.lease.claim()
    world.kill(first)
    assert second.lease.take(force=False).lease.generation == 2
