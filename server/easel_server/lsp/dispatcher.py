"""Decides for every message of an editor where it goes, and that it is answered."""

import logging
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from easel_server.io import jsonrpc
from easel_server.io.channel import Incoming
from easel_server.io.envelope import Malformed, Notification, Request, Response, classify
from easel_server.io.framing import FrameError
from easel_server.io.jsonrpc import MessageId, ParseError
from easel_server.lsp.custom import CustomMethods
from easel_server.lsp.lifecycle import Phase, admits_notifications, refusal
from easel_server.lsp.responder import Answered, InFlight
from easel_server.lsp.router import COMMAND_PREFIX, CUSTOM_PREFIX

if TYPE_CHECKING:
    from easel_server.lsp.session import EditorSession

log = logging.getLogger(__name__)

_OPTIONAL_PREFIX: Final = "$/"


class Dispatcher:
    """Takes the bodies of one editor in order; nothing here waits."""

    def __init__(self, session: "EditorSession", custom: CustomMethods) -> None:
        self._session = session
        self._responder = session.responder
        self._custom = custom
        self.phase = Phase.CONNECTED

    def accept(self, incoming: Incoming) -> None:
        """Handle one incoming item; whatever is wrong with it costs only itself."""
        if isinstance(incoming, FrameError):
            self._accept_loss(incoming)
            return
        try:
            envelope = classify(jsonrpc.decode(incoming))
        except ParseError as error:
            log.warning("%s sent %d bytes: %s", self._session.peer, len(incoming), error)
            self._responder.refuse(None, jsonrpc.PARSE_ERROR, f"Not a JSON message: {error}")
            return
        match envelope:
            case Request():
                self._accept_request(envelope)
            case Notification():
                self._accept_notification(envelope)
            case Response():
                self._accept_response(envelope)
            case Malformed(reason, msg_id):
                log.warning("%s sent a malformed message: %s", self._session.peer, reason)
                self._responder.refuse(msg_id, jsonrpc.INVALID_REQUEST, reason)

    def _accept_loss(self, loss: FrameError) -> None:
        log.warning("%s: %s, %s", self._session.peer, loss.fault, loss.detail)
        if loss.costs_a_message:
            message = f"A message was lost ({loss.fault}: {loss.detail})"
            self._responder.refuse(None, jsonrpc.PARSE_ERROR, message)

    def _accept_request(self, request: Request) -> None:
        refused = refusal(self.phase, request.method)
        if refused is not None:
            self._responder.refuse(request.id, refused.code, refused.message)
        elif request.method == types.INITIALIZE:
            self._initialize(request)
        elif request.method == types.SHUTDOWN:
            self.phase = Phase.SHUT_DOWN
            self._to_feature(request.id, request.message)
        elif request.method.startswith(CUSTOM_PREFIX):
            self._custom.request(request.id, request.method, request.message.get("params"))
        elif (command := self._custom_command(request)) is not None:
            self._custom.command(request.id, command, request.message["params"].get("arguments"))
        elif not self._session.protocol.handles(request.method):
            message = f"Easel has no method {request.method}"
            self._responder.refuse(request.id, jsonrpc.METHOD_NOT_FOUND, message)
        else:
            self._to_feature(request.id, request.message)

    def _custom_command(self, request: Request) -> str | None:
        """Return the command if it is the twin of a custom method, not a feature's own."""
        if request.method != types.WORKSPACE_EXECUTE_COMMAND:
            return None
        params = request.message.get("params")
        command = params.get("command") if isinstance(params, dict) else None
        if not isinstance(command, str) or not command.startswith(COMMAND_PREFIX):
            return None
        return None if command in self._session.protocol.fm.commands else command

    def _initialize(self, request: Request) -> None:
        admitted = self._session.admit(request.message.get("params"))
        if admitted is None:
            self._responder.refuse(
                request.id,
                jsonrpc.INVALID_REQUEST,
                "The token in initializationOptions.easel.token is missing or wrong",
                {"kind": "badToken"},
            )
            self._session.leave()
            return
        self.phase = Phase.INITIALIZING
        self._to_feature(request.id, {**request.message, "params": admitted}, self._initialized)

    def _initialized(self, succeeded: bool) -> None:
        if self.phase is Phase.INITIALIZING:
            self.phase = Phase.OPEN if succeeded else Phase.CONNECTED
            if succeeded:
                self._session.open()

    def _to_feature(
        self, msg_id: MessageId, message: dict[str, Any], answered: Answered | None = None
    ) -> None:
        protocol = self._session.protocol

        def cancel() -> None:
            protocol.cancel_feature(msg_id)

        if not self._responder.accept(msg_id, InFlight(message["method"], cancel, answered)):
            return
        try:
            protocol.handle_message(protocol.structure_message(message))
        except JsonRpcException as error:
            self._responder.failure(msg_id, error)

    def _accept_notification(self, notification: Notification) -> None:
        method, message = notification.method, notification.message
        if method == types.EXIT:
            self._notify_feature(message)
        elif method == jsonrpc.CANCEL_REQUEST:
            params = message.get("params")
            self._responder.cancel(params.get("id") if isinstance(params, dict) else None)
        elif not admits_notifications(self.phase):
            log.info("%s sent %s at a wrong time", self._session.peer, method)
        elif method.startswith(CUSTOM_PREFIX):
            self._custom.notification(method, message.get("params"))
        elif self._session.protocol.handles(method):
            self._notify_feature(message)
        elif not method.startswith(_OPTIONAL_PREFIX):
            log.info("%s sent %s, which nothing handles", self._session.peer, method)

    def _notify_feature(self, message: dict[str, Any]) -> None:
        protocol = self._session.protocol
        try:
            protocol.handle_message(protocol.structure_message(message))
        except JsonRpcException as error:
            log.warning("%s sent a bad %s: %s", self._session.peer, message["method"], error)

    def _accept_response(self, response: Response) -> None:
        message = response.message
        if not self._session.take_response(message):
            log.info("%s answered %r, which nobody asks", self._session.peer, message["id"])
