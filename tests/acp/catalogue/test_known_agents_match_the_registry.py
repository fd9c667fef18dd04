"""The table of well-known agents against a copy of the public ACP registry, where there is one."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from easel_acp.catalogue.known import KNOWN_AGENTS, KnownAgent

REGISTRY = Path(__file__).parents[4] / "shared/data/acp/registry/agents_2026-08.json"
EXTRA_ARGS = {"--experimental-skills"}
"""Arguments of the registry that Easel leaves to the user."""


@pytest.mark.skipif(not REGISTRY.exists(), reason="needs a copy of the registry beside the repo")
@pytest.mark.parametrize("known", KNOWN_AGENTS, ids=lambda known: known.id)
def test_the_launch_command_is_that_of_the_registry(known: KnownAgent) -> None:
    registry: dict[str, Any] = msgspec.json.decode(REGISTRY.read_bytes())["agents"]
    listed = registry.get(known.id)
    if listed is None:
        pytest.skip("not in that copy of the registry")
    launch = listed["launch"].split(" | ")[0].removeprefix("npx ").removeprefix("uvx ")
    _, *args = [word for word in launch.split() if word not in EXTRA_ARGS]
    assert list(known.args) == args
    assert known.env.items() <= listed["env"].items()
