"""A host with the built-in canvases, for each test."""

from collections.abc import AsyncIterator

import pytest

from easel_testing.canvases import Canvases, canvases


@pytest.fixture
async def shown() -> AsyncIterator[Canvases]:
    """Opens canvases."""
    async with canvases() as host:
        yield host
