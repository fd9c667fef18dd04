"""Which method of ACP goes where, with its params checked and its errors translated."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import anyio

from easel_acp import sdk
from easel_acp.practice_agent.client import ClientGoneError, dumped
from easel_acp.practice_agent.lines import INVALID_REQUEST, JsonObject
from easel_acp.practice_agent.login import LoginRequiredError, UnknownMethodError
from easel_acp.practice_agent.settings import BadSettingError
from easel_acp.practice_agent.store import SessionNotFoundError

logger = logging.getLogger(__name__)

INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
AUTH_REQUIRED = -32000
RESOURCE_NOT_FOUND = -32002
REQUEST_CANCELLED = -32800

_Params = TypeVar("_Params", bound=sdk.Model)


class BadRequestError(Exception):
    """A request that cannot be served as things stand; `data` goes into the error."""

    def __init__(self, message: str, data: JsonObject | None = None) -> None:
        super().__init__(message)
        self.data = data


class BadParamError(Exception):
    """A param of the right type that cannot be used; `path` is its name."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


class Router:
    """Serves the requests and notifications that the SDK's `Connection` receives."""

    def __init__(self) -> None:
        self._requests: dict[str, Callable[[Any], Awaitable[JsonObject]]] = {}
        self._notifications: dict[str, Callable[[Any], None]] = {}
        self._busy = 0
        self._idle = anyio.Event()

    def request(
        self,
        method: str,
        read: Callable[[Any], _Params],
        serve: Callable[[_Params], Awaitable[sdk.Model | None]],
    ) -> None:
        """Answer a method with `serve`; `read` checks its params."""

        async def answer(params: Any) -> JsonObject:
            result = await serve(read(params))
            return {} if result is None else dumped(result)

        self._requests[method] = answer

    def notification(
        self, method: str, read: Callable[[Any], _Params], serve: Callable[[_Params], None]
    ) -> None:
        """Handle a notification with `serve`; `read` checks its params."""
        self._notifications[method] = lambda params: serve(read(params))

    async def idle(self) -> None:
        """Wait until no request is being served."""
        if self._busy:
            self._idle = anyio.Event()
            await self._idle.wait()

    async def __call__(
        self,
        method: str,
        params: Any,
        is_notification: bool,
    ) -> JsonObject | None:
        """Serve one message.

        Raises:
            RequestError: what the request is to be answered with.
        """
        if is_notification:
            self._notify(method, params)
            return None
        if method not in self._requests:
            raise sdk.RequestError.method_not_found(method)
        self._busy += 1
        try:
            return await self._requests[method](params)
        except _EXPECTED as error:
            raise _translated(error) from error
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    def _notify(self, method: str, params: Any) -> None:
        handle = self._notifications.get(method)
        if handle is None:
            logger.debug("ignored the unknown notification %s", method)
            return
        try:
            handle(params)
        except sdk.ValidationError:
            logger.warning("ignored a malformed %s", method)


_EXPECTED = (
    sdk.ValidationError,
    BadParamError,
    BadSettingError,
    SessionNotFoundError,
    BadRequestError,
    LoginRequiredError,
    UnknownMethodError,
    ClientGoneError,
    OSError,
)


def _translated(error: Exception) -> sdk.RequestError:
    match error:
        case sdk.ValidationError():
            problems = [
                {"path": ".".join(map(str, problem["loc"])), "message": problem["msg"]}
                for problem in error.errors()
            ]
            return sdk.RequestError(INVALID_PARAMS, "Invalid params", {"errors": problems})
        case BadParamError():
            problem = {"path": error.path, "message": str(error)}
            return sdk.RequestError(INVALID_PARAMS, str(error), {"errors": [problem]})
        case LoginRequiredError():
            methods = [dumped(method) for method in error.methods]
            return sdk.RequestError(AUTH_REQUIRED, str(error), {"authMethods": methods})
        case BadSettingError() | UnknownMethodError():
            return sdk.RequestError(INVALID_PARAMS, str(error))
        case SessionNotFoundError():
            return sdk.RequestError(
                RESOURCE_NOT_FOUND, "Resource not found", {"sessionId": error.session_id}
            )
        case BadRequestError():
            return sdk.RequestError(INVALID_REQUEST, str(error), error.data)
        case ClientGoneError():
            return sdk.RequestError(REQUEST_CANCELLED, "The client is gone")
        case _:
            return sdk.RequestError(INTERNAL_ERROR, f"Sessions cannot be kept: {error}")
