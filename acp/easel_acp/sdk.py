"""The one module that imports the official ACP SDK, and what Easel uses of it.

Importing it takes about 0.4 s: see `easel_acp.connection.sdk_loading`.
"""

from acp.connection import Connection
from acp.exceptions import RequestError

__all__ = ["Connection", "RequestError"]
