"""A task that belongs to a block of code."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import anyio
from anyio.abc import TaskGroup


@asynccontextmanager
async def task_group_beside() -> AsyncIterator[TaskGroup]:
    """A task group whose tasks are cancelled when the block ends.

    Unlike with a plain task group, what the block raises comes out as it is, not wrapped into an
    exception group; so a context manager can have tasks without its users noticing.
    """
    failure: Exception | None = None
    async with anyio.create_task_group() as tasks:
        try:
            yield tasks
        except Exception as error:  # noqa: BLE001  (raised again below)
            failure = error
        finally:
            tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure


@asynccontextmanager
async def running_beside(task: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run one task while the block runs."""
    async with task_group_beside() as tasks:
        tasks.start_soon(task)
        yield
