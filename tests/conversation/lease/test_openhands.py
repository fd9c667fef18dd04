"""One directory, two programs: Easel and the real lease of OpenHands' agent-server."""

import math
import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from filelock import FileLock, Timeout
from hypothesis import given

from easel_conversation.lease import (
    Claimed,
    Held,
    LeaseHeld,
    LeaseLost,
    LeaseUnavailable,
    system_processes,
    this_server,
)
from easel_conversation.lease.files import LEASE_FILE, MAX_GENERATION, LeaseFile, parse_lease
from easel_testing.lease_contents import LEASE_TEXTS
from easel_testing.leases import OtherProgram, Owner, other_program, read_lease, this_host
from easel_testing.openhands import UnavailableError, lease_module

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the rig locks with fcntl")

Theirs = Any
"""A `ConversationLease`."""

THEIR_SERVER = """
import sys
from pathlib import Path
from easel_testing.openhands import lease_module

lease = lease_module().ConversationLease(
    conversation_dir=Path(sys.argv[1]), owner_instance_id="theirs", ttl_seconds=3600
)
print("claimed", lease.claim().generation, flush=True)
sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def openhands() -> ModuleType:
    try:
        return lease_module()
    except UnavailableError as reason:
        pytest.skip(f"OpenHands' agent-server cannot be downloaded: {reason}")


@pytest.fixture
def make_theirs(openhands: ModuleType, tmp_path: Path) -> Callable[..., Theirs]:
    """A lease of theirs on the directory: `make_theirs("name", ttl)`."""

    def make(name: str = "theirs", ttl: float = 45) -> Theirs:
        return openhands.ConversationLease(
            conversation_dir=tmp_path, owner_instance_id=name, ttl_seconds=ttl
        )

    return make


@pytest.fixture
def theirs(make_theirs: Callable[..., Theirs]) -> Theirs:
    return make_theirs()


@pytest.fixture
def ours(tmp_path: Path) -> Owner:
    return make_ours(tmp_path)


def make_ours(directory: Path, ttl: float = 45) -> Owner:
    processes = system_processes()
    return Owner(directory, this_server(processes), processes, time.time, ttl=ttl)


def our_server(directory: Path) -> AbstractContextManager[OtherProgram]:
    return other_program("-m", "easel_testing.lease_owner", str(directory), "3600")


def their_server(directory: Path) -> AbstractContextManager[OtherProgram]:
    return other_program("-c", THEIR_SERVER, str(directory))


def claimed(owner: Owner) -> Claimed:
    outcome = owner.lease.claim()
    assert isinstance(outcome, Claimed)
    return outcome


def test_they_respect_what_we_hold(ours: Owner, theirs: Theirs, openhands: ModuleType) -> None:
    claimed(ours)
    with pytest.raises(openhands.ConversationLeaseHeldError) as held:
        theirs.claim()
    assert held.value.owner_instance_id == ours.me.instance_id
    assert ours.lease.guard(lambda: "written") == "written"


def test_we_respect_what_they_hold_and_say_who_they_are(ours: Owner, theirs: Theirs) -> None:
    theirs.claim()
    outcome = ours.lease.claim()
    assert isinstance(outcome, Held)
    lease = outcome.lease
    assert (lease.owner_pid, lease.owner_host) == (os.getpid(), this_host())
    assert (lease.alive, lease.expired, lease.ours) == (True, False, False)
    with pytest.raises(LeaseHeld):
        ours.lease.take(force=False)
    with pytest.raises(LeaseHeld):
        ours.lease.release()
    theirs.renew(1)


def test_the_files_have_the_same_keys_and_types(
    ours: Owner, theirs: Theirs, tmp_path: Path
) -> None:
    claimed(ours)
    by_us = read_lease(tmp_path)
    ours.lease.release()
    theirs.claim()
    by_them = read_lease(tmp_path)
    assert {key: type(value) for key, value in by_us.items()} == {
        key: type(value) for key, value in by_them.items()
    }


def test_what_we_release_they_claim_and_the_other_way_round(ours: Owner, theirs: Theirs) -> None:
    claimed(ours)
    ours.lease.release()
    assert theirs.claim().takeover is False
    theirs.release(1)
    assert claimed(ours).previous is None


def test_their_release_resets_their_counter_but_not_ours(ours: Owner, theirs: Theirs) -> None:
    assert claimed(ours).lease.generation == 1
    ours.lease.take(force=False)
    ours.lease.release()
    assert theirs.claim().generation == 1
    theirs.release(1)
    assert claimed(ours).lease.generation == 2


def test_they_take_over_what_has_run_out_and_fence_us(tmp_path: Path, theirs: Theirs) -> None:
    ours = make_ours(tmp_path, ttl=-1)
    claimed(ours)
    claim = theirs.claim()
    assert (claim.generation, claim.takeover) == (2, True)
    with pytest.raises(LeaseLost):
        ours.lease.guard(lambda: pytest.fail("wrote without owning the conversation"))
    assert len(ours.losses) == 1


def test_we_take_over_what_has_run_out_and_fence_them(
    ours: Owner, make_theirs: Callable[..., Theirs], openhands: ModuleType
) -> None:
    theirs = make_theirs(ttl=-1)
    theirs.claim()
    assert claimed(ours).lease.generation == 2
    with pytest.raises(openhands.ConversationOwnershipLostError):
        theirs.renew(1)
    with pytest.raises(openhands.ConversationOwnershipLostError), theirs.guarded_write(1):
        pytest.fail("wrote without owning the conversation")
    theirs.release(1)
    assert ours.lease.renew().ours


def test_we_take_by_force_and_fence_them(
    ours: Owner, theirs: Theirs, openhands: ModuleType
) -> None:
    theirs.claim()
    taken = ours.lease.take(force=True)
    assert taken.lease.generation == 2
    assert taken.previous is not None
    assert taken.previous.owner_instance_id == "theirs"
    with pytest.raises(openhands.ConversationOwnershipLostError):
        theirs.renew(1)


def test_they_read_what_we_renewed(ours: Owner, theirs: Theirs, openhands: ModuleType) -> None:
    claimed(ours)
    ours.lease.renew()
    with pytest.raises(openhands.ConversationLeaseHeldError):
        theirs.claim()


def test_our_lock_keeps_them_out(ours: Owner, theirs: Theirs, openhands: ModuleType) -> None:
    claimed(ours)
    lock = str(theirs._lock_path)

    def write() -> None:
        with pytest.raises(Timeout), FileLock(lock, timeout=0):
            pytest.fail("two programs hold the lock")

    ours.lease.guard(write)
    with pytest.raises(openhands.ConversationLeaseHeldError):
        theirs.claim()


def test_their_lock_keeps_us_out(ours: Owner, theirs: Theirs, tmp_path: Path) -> None:
    theirs.claim()
    processes = system_processes()
    impatient = Owner(tmp_path, this_server(processes), processes, time.time, lock_timeout=0.05)
    with theirs.guarded_write(1), pytest.raises(LeaseUnavailable):
        impatient.lease.take(force=True)
    assert isinstance(ours.lease.claim(), Held)


def test_they_take_over_from_our_dead_process(tmp_path: Path, theirs: Theirs) -> None:
    with our_server(tmp_path) as program:
        assert program.do("claim") == "claimed 1"
        program.kill()
    claim = theirs.claim()
    assert (claim.generation, claim.takeover) == (2, True)


@pytest.mark.usefixtures("openhands")
def test_we_take_over_from_their_dead_process(ours: Owner, tmp_path: Path) -> None:
    with their_server(tmp_path) as program:
        held = ours.lease.claim()
        assert isinstance(held, Held)
        assert (held.lease.owner_pid, held.lease.alive) == (program.pid, True)
        program.kill()
        taken = claimed(ours)
    assert taken.lease.generation == 2
    assert taken.previous is not None
    assert taken.previous.alive is False


def test_where_they_wait_for_the_burial_we_do_not(
    ours: Owner, make_theirs: Callable[..., Theirs], openhands: ModuleType, tmp_path: Path
) -> None:
    with their_server(tmp_path) as program:
        program.kill_unburied()
        with pytest.raises(openhands.ConversationLeaseHeldError):
            make_theirs("another of theirs").claim()
        assert claimed(ours).lease.generation == 2


@given(LEASE_TEXTS)
def test_any_content_says_the_same_to_both(
    openhands: ModuleType, tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    data = text.encode(errors="replace")
    directory = tmp_path_factory.getbasetemp()
    (directory / LEASE_FILE).write_bytes(data)
    theirs = openhands.ConversationLease(conversation_dir=directory, owner_instance_id="theirs")
    payload = theirs._read_payload()
    lease = parse_lease(data)
    assert (payload is None) == (lease is None)
    if payload and lease:
        assert lease == as_we_read_it(**payload)


def as_we_read_it(
    owner_instance_id: str,
    generation: int,
    expires_at: float,
    owner_host: str | None = None,
    owner_pid: int | None = None,
) -> LeaseFile:
    """Their reading, with what nothing good can come of replaced."""
    return LeaseFile(
        owner_instance_id.encode(errors="replace").decode(),
        int(generation) if abs(generation) <= MAX_GENERATION else 0,
        0.0 if math.isnan(expires_at) else expires_at,
        owner_host and owner_host.encode(errors="replace").decode(),
        None if isinstance(owner_pid, bool) else owner_pid,
    )
