"""Every benchmark runs, with sizes so small that what it measures means nothing."""

import sys

import msgspec
import pytest

from benchmarks.samples import Row
from benchmarks.scale import TINY
from benchmarks.suite import BENCHMARKS
from benchmarks.table import table

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_it_runs_and_measures_something(name: str) -> None:
    rows = BENCHMARKS[name](TINY)

    assert {row.benchmark for row in rows} == {name}
    assert all(row.easel.values for row in rows)
    assert table(rows).row_count == len(rows)
    assert msgspec.json.decode(msgspec.json.encode(rows), type=list[Row]) == rows
