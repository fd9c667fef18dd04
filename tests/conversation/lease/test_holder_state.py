"""What can be told of the holder of a lease: whether it lives, whether its time has run out."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_conversation.lease import LeaseInfo
from easel_conversation.lease.files import Birth, LeaseFile, SideFile, parse_lease
from easel_conversation.lease.holder import holder_state
from easel_conversation.lease.rules import is_free
from easel_testing.lease_contents import LEASE_TEXTS
from easel_testing.leases import BOOT, HOST, NAMESPACE, NOW, FakeProcesses, birth, holder

ME = holder("me", 100)
PID = 4711


def lease(
    pid: int | None = PID,
    *,
    owner: str = "other",
    host: str | None = HOST,
    expires_at: float = NOW + 10,
) -> LeaseFile:
    return LeaseFile(owner, 7, expires_at, host, pid)


def side(owner_birth: Birth, *, owner: str = "other", generation: int = 7) -> SideFile:
    return SideFile(owner, generation, owner_birth)


def state(lease: LeaseFile, side: SideFile | None = None, *running: tuple[int, Birth]) -> LeaseInfo:
    """As seen from this host, where nothing runs but us and `running`."""
    processes = FakeProcesses({ME.pid: ME.birth, **dict(running)})
    return holder_state(lease, side, ME, NOW, processes)


LIVING = (PID, birth(PID))


def test_everything_about_a_living_holder_is_told() -> None:
    assert state(lease(), None, LIVING) == LeaseInfo(
        owner_instance_id="other",
        generation=7,
        expires_at="1970-01-12T13:46:50.000Z",
        owner_host=HOST,
        owner_pid=PID,
        same_host=True,
        alive=True,
        expired=False,
        ours=False,
    )


def test_our_own_lease_is_ours_and_alive() -> None:
    info = state(lease(ME.pid, owner="me"))
    assert (info.ours, info.alive, info.same_host) == (True, True, True)


def test_a_holder_whose_process_is_gone_is_dead() -> None:
    assert state(lease()).alive is False


@pytest.mark.parametrize("pid", [0, -1, 2**40, 10**30])
def test_a_holder_with_a_number_that_no_process_can_have_is_dead(pid: int) -> None:
    assert state(lease(pid)).alive is False


def test_of_a_holder_on_another_host_only_the_time_is_known() -> None:
    info = state(lease(host="elsewhere"), side(birth(PID)))
    assert (info.same_host, info.alive, info.expired) == (False, None, False)
    assert not is_free(info)


def test_of_a_holder_without_host_or_process_only_the_time_is_known() -> None:
    assert state(lease(host=None), None, LIVING).alive is None
    assert state(lease(pid=None), None, LIVING).alive is None


def test_a_recycled_number_is_taken_for_the_holder_when_nobody_wrote_its_birth() -> None:
    assert state(lease(), None, (PID, birth(999))).alive is True


def test_a_recycled_number_is_found_out_by_the_start_of_its_process() -> None:
    assert state(lease(), side(birth(PID)), LIVING).alive is True
    assert state(lease(), side(birth(PID)), (PID, birth(999))).alive is False


def test_a_holder_from_before_the_last_boot_is_dead() -> None:
    assert state(lease(), side(birth(PID, "boot-0")), LIVING).alive is False


def test_a_holder_in_another_container_of_the_same_name_is_not_judged_by_our_numbers() -> None:
    elsewhere = side(birth(PID, space="pid:[2]"))
    assert state(lease(), elsewhere).alive is None
    assert state(lease(), elsewhere, (PID, birth(999))).alive is None


def test_our_own_number_with_another_instance_holds_unless_the_side_file_knows_better() -> None:
    assert state(lease(ME.pid)).alive is True
    assert state(lease(ME.pid), side(birth(1))).alive is False


@pytest.mark.parametrize(
    "stale",
    [side(birth(1, "boot-0"), owner="third"), side(birth(1, "boot-0"), generation=6)],
    ids=["owner", "generation"],
)
def test_a_birth_of_another_claim_proves_nothing(stale: SideFile) -> None:
    assert state(lease(), stale, LIVING).alive is True


@pytest.mark.parametrize("unknown", [birth(None), birth(PID, None, None), Birth(None, None, None)])
def test_what_is_unknown_of_a_birth_proves_nothing(unknown: Birth) -> None:
    assert state(lease(), side(unknown), LIVING).alive is True


def test_a_process_that_may_not_be_looked_at_lives() -> None:
    hidden = (PID, Birth(None, BOOT, NAMESPACE))
    assert state(lease(), side(birth(PID)), hidden).alive is True


@pytest.mark.parametrize(
    ("expires_at", "expired"),
    [
        (NOW + 0.001, False),
        (NOW, True),
        (NOW - 1, True),
        (0.0, True),
        (-1e300, True),
        (-math.inf, True),
        (math.inf, False),
        (1e300, False),
    ],
)
def test_a_lease_runs_out_at_its_expiry(expires_at: float, expired: bool) -> None:
    assert state(lease(expires_at=expires_at)).expired is expired


@pytest.mark.parametrize(
    ("expires_at", "shown"),
    [
        (math.inf, "9999-12-31T23:59:59.999Z"),
        (1e300, "9999-12-31T23:59:59.999Z"),
        (-math.inf, "1970-01-01T00:00:00.000Z"),
        (0.5, "1970-01-01T00:00:00.500Z"),
    ],
)
def test_an_expiry_that_no_calendar_has_is_shown_as_the_nearest_that_it_has(
    expires_at: float, shown: str
) -> None:
    assert state(lease(expires_at=expires_at)).expires_at == shown


@pytest.mark.parametrize(
    ("alive", "expired", "ours", "free"),
    [
        (True, False, False, False),
        (None, False, False, False),
        (False, False, False, True),
        (True, True, False, True),
        (None, True, False, True),
        (True, False, True, True),
    ],
)
def test_a_lease_is_free_when_it_is_ours_or_nobody_can_be_at_work_on_it(
    alive: bool | None, expired: bool, ours: bool, free: bool
) -> None:
    info = state(lease(), None, LIVING)
    changed = msgspec.structs.replace(info, alive=alive, expired=expired, ours=ours)
    assert is_free(changed) is free


@given(LEASE_TEXTS, st.floats(0, 1e10), st.none() | st.integers(-1, 8))
def test_any_lease_can_be_told_of_and_sent(text: str, now: float, started: int | None) -> None:
    parsed = parse_lease(text.encode(errors="replace"))
    if parsed is None:
        return
    claim = SideFile(parsed.owner_instance_id, max(parsed.generation, 0), birth(started))
    processes = FakeProcesses({pid: birth(pid) for pid in range(5)})
    info = holder_state(parsed, claim, ME, now, processes)
    assert msgspec.json.decode(msgspec.json.encode(info), type=LeaseInfo) == info
