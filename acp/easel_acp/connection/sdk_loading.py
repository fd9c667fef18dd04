"""Importing the SDK when it is first needed, without holding up the event loop."""

import importlib

import anyio.to_thread


async def load_sdk() -> None:
    """Import `easel_acp.sdk` in a worker thread; at once if it is there already.

    The import lock makes it a single flight: whoever comes second waits for the first.
    """
    await anyio.to_thread.run_sync(importlib.import_module, "easel_acp.sdk")
