"""The reducers, by fixtures that the VS Code extension replays as well."""

import json
from pathlib import Path
from typing import Any

import pytest

from easel_testing.canvas_fixtures import replayed, without_null

ROOT = Path(__file__).parents[2]
OURS = sorted((ROOT / "tests" / "fixtures" / "canvas").glob("*.json"))
UPSTREAM = ROOT.parent / "shared" / "data" / "ahp_fixtures_canvas"
REVISIONS = {"r1_b0d3c529": "pr298-r1", "r4_8251dd33": "pr298-r4"}
"""Of the upstream fixtures, which are not always at hand."""
THEIRS = [
    (profile, path)
    for folder, profile in REVISIONS.items()
    for path in sorted((UPSTREAM / folder).glob("*.json"))
]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_our_fixtures(path: Path) -> None:
    fixture = json.loads(path.read_text("utf-8"))
    state = fixture["initial"]
    for step in fixture["steps"]:
        state = replayed("pr298-r1", fixture["reducer"], state, step["action"])
        assert without_null(state) == without_null(step["expected"])


@pytest.mark.parametrize(
    ("profile", "path"), THEIRS, ids=[f"{profile}-{path.stem}" for profile, path in THEIRS]
)
def test_upstream_fixtures(profile: str, path: Path) -> None:
    fixture: dict[str, Any] = json.loads(path.read_text("utf-8"))
    state = fixture["initial"]
    for action in fixture["actions"]:
        state = replayed(profile, fixture["reducer"], state, action)
    assert without_null(state) == without_null(fixture["expected"])
