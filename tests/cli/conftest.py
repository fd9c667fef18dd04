"""A home for the commands."""

from pathlib import Path

import pytest

from easel_testing.cli import Home, make_home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home")
