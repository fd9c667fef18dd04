"""From exceptions to response errors: one short sentence for the user, the rest for the log."""

import logging
from typing import Any

from pygls.exceptions import JsonRpcException, JsonRpcInternalError

from easel_server.io import jsonrpc
from easel_server.io.jsonrpc import ResponseError
from easel_server.lsp.router import RespondableError

log = logging.getLogger(__name__)


def response_error(error: BaseException, method: str) -> dict[str, Any]:
    """Return the response error for what a handler of `method` raised."""
    if isinstance(error, JsonRpcException) and not isinstance(error, JsonRpcInternalError):
        return ResponseError(error.code, error.message, error.data).to_response_error()
    if isinstance(error, RespondableError):
        return error.to_response_error()
    log.error("%s failed", method, exc_info=error)
    return ResponseError(
        jsonrpc.INTERNAL_ERROR, f"Easel failed to handle {method}; its log has the details"
    ).to_response_error()


def cancelled() -> dict[str, Any]:
    """The response error for a request that was cancelled."""
    return ResponseError(jsonrpc.REQUEST_CANCELLED, "The request was cancelled").to_response_error()
