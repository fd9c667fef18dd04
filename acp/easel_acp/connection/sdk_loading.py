"""Importing the SDK when it is first needed, without holding up the event loop."""

import gc
import importlib
from functools import cache

import anyio.to_thread


async def load_sdk() -> None:
    """Import `easel_acp.sdk` in a worker thread; at once if it is there already.

    The import lock makes it a single flight: whoever comes second waits for the first.
    """
    await anyio.to_thread.run_sync(_import_sdk)


@cache
def _import_sdk() -> None:
    importlib.import_module("easel_acp.sdk")
    gc.freeze()  # else each full collection looks at all of it: the event loop stops for 70 ms
