"""What may lie in `owner_lease.json`: near misses above all."""

import json

from hypothesis import strategies as st

_NUMBERS = st.one_of(
    st.integers(),
    st.floats(),
    st.sampled_from([0, -1, 1, 2**31, 2**40, 2**53, 10**400, 0.0, 1e308]),
)
_VALUES = st.one_of(_NUMBERS, st.text(), st.booleans(), st.none(), st.just([]), st.just({}))
_HALVES = st.sampled_from(["\ud800", "x\udfff", ""])

_NEAR_MISSES = st.fixed_dictionaries(
    {},
    optional={
        "owner_instance_id": st.text() | _HALVES | _VALUES,
        "generation": st.integers() | st.booleans() | _VALUES,
        "expires_at": _NUMBERS | _VALUES,
        "owner_host": st.text() | _HALVES | _VALUES,
        "owner_pid": _NUMBERS | _VALUES,
        "extra": _VALUES,
    },
)
_PLAUSIBLE = st.fixed_dictionaries(
    {
        "owner_instance_id": st.text(max_size=3) | _HALVES,
        "generation": st.integers() | st.booleans(),
        "expires_at": _NUMBERS,
    },
    optional={"owner_host": st.text(max_size=3) | _VALUES, "owner_pid": _NUMBERS | _VALUES},
)

LEASE_TEXTS: st.SearchStrategy[str] = st.one_of(
    st.text(),
    (_NEAR_MISSES | _PLAUSIBLE).map(json.dumps),
    _PLAUSIBLE.map(lambda content: json.dumps(content)[:-1]),
)
"""Texts, most of them almost or really a lease, as Python's `json` writes them: with NaN, too."""
