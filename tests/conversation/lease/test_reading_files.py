"""Whatever lies in the directory, it is read as a lease or as none, and never raises."""

import json
import math
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_conversation.lease.files import (
    MAX_GENERATION,
    Birth,
    LeaseFile,
    SideFile,
    encode,
    parse_lease,
    parse_side,
)
from easel_testing.lease_contents import LEASE_TEXTS

LEASE = {
    "owner_instance_id": "a1",
    "generation": 3,
    "expires_at": 1000.5,
    "owner_host": "here",
    "owner_pid": 42,
}


def parsed(**changes: Any) -> LeaseFile | None:
    """The lease above with these changes; `...` takes a key away."""
    content = {key: value for key, value in (LEASE | changes).items() if value is not ...}
    return parse_lease(json.dumps(content).encode())


def read(**changes: Any) -> LeaseFile:
    lease = parsed(**changes)
    assert lease is not None
    return lease


def test_the_five_keys_of_the_agent_server_are_read_and_written() -> None:
    lease = read()
    assert lease == LeaseFile("a1", 3, 1000.5, "here", 42)
    assert json.loads(encode(lease)) == LEASE


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b" ",
        b"{not json",
        b"[]",
        b"null",
        b"7",
        b'"owner"',
        b"\xff\xfe\x00",
        b"\x00" * 100,
        b"[" * 60_000,
        b'{"owner_instance_id": "a", "generation": 1',
        b"\xef\xbb\xbf{}",
        b'{"generation": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_object_is_no_lease(text: bytes) -> None:
    assert parse_lease(text) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"owner_instance_id": ...},
        {"owner_instance_id": None},
        {"owner_instance_id": 7},
        {"generation": ...},
        {"generation": "3"},
        {"generation": 3.0},
        {"generation": None},
        {"expires_at": ...},
        {"expires_at": "1000"},
        {"expires_at": None},
        {"expires_at": 10**400},
    ],
)
def test_a_lease_without_owner_generation_or_expiry_is_none(changes: dict[str, Any]) -> None:
    assert parsed(**changes) is None


def test_unknown_keys_are_no_obstacle() -> None:
    assert read(started_at=5, nested={"a": [1]}) == read()


def test_a_legacy_lease_names_no_process() -> None:
    lease = read(owner_host=..., owner_pid=...)
    assert (lease.owner_host, lease.owner_pid) == (None, None)


@pytest.mark.parametrize("pid", [True, False, "77", 7.0, None, [], ...])
def test_a_process_number_that_is_none_leaves_the_process_unknown(pid: Any) -> None:
    assert read(owner_pid=pid).owner_pid is None


@pytest.mark.parametrize("pid", [0, -1, 1, 2**40])
def test_a_number_that_no_process_can_have_is_still_a_number(pid: int) -> None:
    assert read(owner_pid=pid).owner_pid == pid


@pytest.mark.parametrize("host", ["", 7, None, ...])
def test_a_host_that_is_none_is_unknown(host: Any) -> None:
    assert read(owner_host=host).owner_host is None


@pytest.mark.parametrize(
    ("written", "generation"),
    [(True, 1), (-5, -5), (MAX_GENERATION, MAX_GENERATION), (MAX_GENERATION + 1, 0), (10**300, 0)],
)
def test_an_odd_generation_does_not_undo_the_lease(written: int, generation: int) -> None:
    assert read(generation=written).generation == generation


def test_an_expiry_that_is_no_number_has_passed() -> None:
    assert read(expires_at=math.nan).expires_at == 0


def test_an_infinite_expiry_never_comes() -> None:
    assert read(expires_at=math.inf).expires_at == math.inf
    assert read(expires_at=-math.inf).expires_at == -math.inf


def test_half_a_character_is_replaced_by_what_can_be_sent_on() -> None:
    assert read(owner_instance_id="a\ud800").owner_instance_id == "a?"
    assert read(owner_host="h\udfff").owner_host == "h?"


@given(st.one_of(st.binary(), LEASE_TEXTS.map(lambda text: text.encode(errors="replace"))))
def test_any_content_is_read_without_raising(text: bytes) -> None:
    lease = parse_lease(text)
    if lease:
        assert not math.isnan(lease.expires_at)
        assert abs(lease.generation) <= MAX_GENERATION
        msgspec.json.encode(lease)
    parse_side(text)


@given(
    st.builds(
        LeaseFile,
        st.text(),
        st.integers(-MAX_GENERATION, MAX_GENERATION),
        st.floats(allow_nan=False, allow_infinity=False),
        st.none() | st.text(min_size=1),
        st.none() | st.integers(0, 2**31),
    )
)
def test_a_lease_comes_back_as_it_was_written(lease: LeaseFile) -> None:
    assert parse_lease(encode(lease)) == lease


def test_the_side_file_comes_back_as_it_was_written() -> None:
    side = SideFile("a1", 3, Birth(77, "boot", "pid:[1]"))
    assert parse_side(encode(side)) == side


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 60_000,
        b'{"owner_instance_id": "a", "generation": -1, "owner_birth": {}}',
        b'{"owner_instance_id": "a", "generation": 1, "owner_birth": 7}',
    ],
)
def test_a_side_file_that_says_nothing_is_none(text: bytes) -> None:
    assert parse_side(text) is None
