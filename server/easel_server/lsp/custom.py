"""The `easel/*` methods: past pygls, to the router, each request as a task of its own."""

import logging
from typing import TYPE_CHECKING, Any

import anyio

from easel_server.io import jsonrpc
from easel_server.io.jsonrpc import MessageId
from easel_server.lsp.errors import cancelled
from easel_server.lsp.responder import InFlight
from easel_server.lsp.router import Router, method_of_command

if TYPE_CHECKING:
    from easel_server.lsp.session import EditorSession

log = logging.getLogger(__name__)


class CustomMethods:
    """Carries one editor's custom messages to the router."""

    def __init__(self, session: "EditorSession", router: Router) -> None:
        self._session = session
        self._responder = session.responder
        self._router = router

    def request(self, msg_id: MessageId, method: str, params: object) -> None:
        """Start answering a request."""
        if method not in self._router.methods:
            message = f"Easel has no method {method}"
            self._responder.refuse(msg_id, jsonrpc.METHOD_NOT_FOUND, message)
        elif not isinstance(params, dict | None):
            self._responder.refuse(msg_id, jsonrpc.INVALID_PARAMS, "params is not an object")
        else:
            self._start(msg_id, method, params or {})

    def command(self, msg_id: MessageId, command: str, arguments: object) -> None:
        """Start answering a command that is the twin of a method.

        Its params are the first argument; further ones, which some editors add, are ignored.
        """
        method = method_of_command(command)
        params = arguments[0] if isinstance(arguments, list) and arguments else arguments or {}
        if method not in self._router.methods:
            message = f"Easel has no command {command}"
            self._responder.refuse(msg_id, jsonrpc.INVALID_PARAMS, message)
        elif not isinstance(params, dict | None):
            message = "params.arguments[0] is not an object"
            self._responder.refuse(msg_id, jsonrpc.INVALID_PARAMS, message)
        else:
            self._start(msg_id, method, params or {})

    def notification(self, method: str, params: object) -> None:
        """Pass a notification on."""
        if not isinstance(params, dict | None):
            log.warning("%s sent %s whose params is not an object", self._session.peer, method)
            return
        try:
            self._router.notification(self._session, method, params or {})
        except Exception:
            log.exception("%s failed", method)

    def _start(self, msg_id: MessageId, method: str, params: dict[str, Any]) -> None:
        scope = anyio.CancelScope()
        if self._responder.accept(msg_id, InFlight(method, scope.cancel)):
            self._session.tasks.start_soon(
                self._answer, msg_id, method, params, scope, name=f"{method} {msg_id}"
            )

    async def _answer(
        self, msg_id: MessageId, method: str, params: dict[str, Any], scope: anyio.CancelScope
    ) -> None:
        if scope.cancel_called:
            self._responder.error(msg_id, cancelled())
            return
        try:
            with scope:
                result = await self._router.request(self._session, method, params)
        except Exception as error:  # noqa: BLE001  (the rim of the request's task; it is logged)
            self._responder.failure(msg_id, error)
            return
        if scope.cancelled_caught:
            self._responder.error(msg_id, cancelled())
        else:
            self._responder.result(msg_id, result)
