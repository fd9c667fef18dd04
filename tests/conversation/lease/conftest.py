"""Servers that share one directory and one clock."""

from pathlib import Path

import pytest

from easel_testing.leases import Owner, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def first(world: World) -> Owner:
    return world.owner("first", 1)


@pytest.fixture
def second(world: World) -> Owner:
    return world.owner("second", 2)
