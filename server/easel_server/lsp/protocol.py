"""pygls' protocol on our own I/O.

Every override replaces something of pygls 2.1 that Easel cannot live with, and says what.
"""

import asyncio
import logging
import re
from collections.abc import Generator
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from cattrs import Converter, transform_error
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    JsonRPCResponseMessage,
    LanguageServerProtocol,
    lsp_method,
)

from easel_server.io import jsonrpc
from easel_server.io.jsonrpc import MessageId, PeerGone
from easel_server.lsp.document_sync import is_outdated
from easel_server.lsp.errors import cancelled

if TYPE_CHECKING:
    from easel_server.lsp.session import EditorSession

log = logging.getLogger(__name__)

_SNAKE_CASE: Final = re.compile(r"_([a-z])")


class EaselProtocol(LanguageServerProtocol):
    """Runs the standard LSP features of one editor."""

    _server: "EditorSession"

    def __init__(self, server: "EditorSession", converter: Converter) -> None:
        super().__init__(server, converter)
        self._loop = asyncio.get_running_loop()

    def handles(self, method: str) -> bool:
        """Whether a feature is registered for the method."""
        return method in self.fm.features or method in self.fm.builtin_features

    def get_message_type(self, method: str) -> type[Any] | None:  # type: ignore[override]
        """As in pygls, without its cache, which keeps closed sessions alive."""
        return types.METHOD_TO_TYPES.get(method, (None,))[0]

    def get_result_type(self, method: str) -> type[Any] | None:  # type: ignore[override]
        """As `get_message_type`."""
        return types.METHOD_TO_TYPES.get(method, (None, None))[1]

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Make a typed message of a decoded one; pygls' version hides where it does not fit.

        Raises:
            JsonRpcInvalidParams: it does not fit the type; the message names the field's path.
        """
        try:
            return self._converter.structure(data, self._type_of(data))
        except Exception as error:
            raise JsonRpcInvalidParams(_explain(error)) from error

    def _type_of(self, message: dict[str, Any]) -> type[Any]:
        method = message.get("method")
        if method is None:
            if "error" in message:
                return types.ResponseErrorMessage
            return self._result_types.pop(message["id"], None) or JsonRPCResponseMessage
        generic = JsonRPCRequestMessage if "id" in message else JsonRPCNotification
        return self.get_message_type(method) or generic

    def answer_request_of_ours(self, response: dict[str, Any]) -> bool:
        """Take the answer to a request that a feature has sent; false if there is none such.

        pygls lets the sender wait for ever if the answer does not fit its type.
        """
        future = self._request_futures.get(response["id"])
        if future is None or response["id"] not in self._result_types:
            return False
        try:
            self.handle_message(self.structure_message(response))
        except JsonRpcException as error:
            if not future.done():
                future.set_exception(error)
        return True

    def cancel_feature(self, msg_id: MessageId) -> None:
        """Cancel the handler of a request, if it can still be."""
        future = self._request_futures.get(msg_id)
        if future is not None:
            future.cancel()

    def abandon(self) -> list[asyncio.Future[Any]]:
        """The editor is gone: fail what waits for it, cancel the handlers and return these."""
        handlers: list[asyncio.Future[Any]] = []
        waiting: dict[MessageId, Future[Any] | asyncio.Future[Any]] = {**self._request_futures}
        for msg_id, future in waiting.items():
            if msg_id in self._result_types and not future.done():
                future.set_exception(PeerGone("the editor left without answering"))
                continue
            future.cancel()
            if isinstance(future, asyncio.Future):
                handlers.append(future)
        return handlers

    def send_request(
        self, method: str, params: Any = None, callback: Any = None, msg_id: MessageId | None = None
    ) -> Future[Any]:
        """As in pygls; and if the waiter gives up, tell the editor and forget the request."""
        msg_id = self._server.next_request_id() if msg_id is None else msg_id
        future = super().send_request(method, params, callback, msg_id)
        future.add_done_callback(partial(self._request_settled, msg_id))
        return future

    def _request_settled(self, msg_id: MessageId, future: Future[Any]) -> None:
        self._request_futures.pop(msg_id, None)
        self._result_types.pop(msg_id, None)
        if future.cancelled():
            self._server.notify(jsonrpc.CANCEL_REQUEST, {"id": msg_id})

    def _execute_handler(
        self,
        msg_id: MessageId,
        handler: Any,
        callback: Any,
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """As in pygls, which keeps the future of every notification for ever, and which lets the
        handlers that run on threads answer from there."""

        def settled(future: Future[Any]) -> None:
            self._request_futures.pop(msg_id, None)
            callback(future)

        def settled_anywhere(future: Future[Any]) -> None:
            try:
                running = asyncio.get_running_loop()
            except RuntimeError:
                running = None
            if running is self._loop:
                settled(future)
            else:
                self._loop.call_soon_threadsafe(settled, future)

        super()._execute_handler(msg_id, handler, settled_anywhere, args, kwargs)

    def _send_handler_result(self, future: Future[Any], *, msg_id: MessageId) -> None:
        """Answer with the outcome of a handler; pygls would put a traceback into the answer."""
        responder = self._server.responder
        if future.cancelled():
            responder.error(msg_id, cancelled())
        elif (error := future.exception()) is not None:
            responder.failure(msg_id, error)
        else:
            self._send_response(msg_id, future.result())

    def _send_response(
        self, msg_id: MessageId, result: Any = None, error: types.ResponseError | None = None
    ) -> None:
        responder = self._server.responder
        if error is not None:
            responder.failure(msg_id, JsonRpcException.from_error(error))
            return
        try:
            plain = self._converter.unstructure(result)
        except Exception as failure:  # noqa: BLE001  (whatever a feature returned)
            responder.failure(msg_id, failure)
        else:
            responder.result(msg_id, plain)

    def _check_handler_result(self, future: Future[Any]) -> None:
        """Log why a notification failed; pygls would tell the user, with internals."""
        if not future.cancelled() and (error := future.exception()) is not None:
            log.error("a notification could not be handled", exc_info=error)

    def _send_data(self, data: Any) -> None:
        """Send a notification or a request; pygls writes (and logs) it while the loop waits."""
        self._server.channel.send(jsonrpc.encode(self._converter.unstructure(data)))

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """As in pygls; then the composition root may add to the result."""
        result = yield from super().lsp_initialize(params)
        return self._server.complete_initialize_result(result)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """As in pygls, but a text that comes late does not replace a newer one."""
        known = self.workspace.text_documents.get(unquote(params.text_document.uri))
        if known is None or not is_outdated(params, known.version):
            yield from super().lsp_text_document__did_change(params)

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *args: Any) -> Generator[Any, Any, None]:
        """As in pygls, which however breaks if cancelling a request forgets it."""
        if (handler := self.fm.features.get(types.SHUTDOWN)) is not None:
            yield handler, args, None
        self._server.responder.cancel_all(but=self.msg_id)

    @lsp_method(types.EXIT)
    def lsp_exit(self, *args: Any) -> Generator[Any, Any, None]:
        """End the session; pygls would end the interpreter."""
        if (handler := self.fm.features.get(types.EXIT)) is not None:
            yield handler, args, None
        self._server.leave()


def _explain(error: Exception) -> str:
    """Say which fields do not fit, by their paths on the wire: `params.textDocument.uri`."""
    faults = "; ".join(transform_error(error, path="message"))
    return _SNAKE_CASE.sub(lambda match: match[1].upper(), faults).replace("@ message.", "@ ")
