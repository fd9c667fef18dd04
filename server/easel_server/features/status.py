"""`easel/status`."""

import anyio.to_thread

from easel_server.features.context import Context
from easel_server.protocol.base import Empty
from easel_server.protocol.status import StatusResult


async def status(context: Context, _: Empty) -> StatusResult:
    """What the server is doing. Reads /proc, so off the event loop."""
    return await anyio.to_thread.run_sync(context.core.status)
