"""From a method and plain params to a handler and its result: checks and translates once."""

import logging
from collections.abc import Collection
from typing import Any

import msgspec

from easel_acp.connection.errors import AgentConnectionError
from easel_canvas.errors import CanvasError
from easel_conversation.errors import ConversationError
from easel_server.core import Core
from easel_server.errors import (
    InvalidParams,
    from_canvas_error,
    from_connection_error,
    from_conversation_error,
)
from easel_server.features.context import Context
from easel_server.features.table import HANDLERS, NOTIFIED
from easel_server.lsp.session import EditorSession
from easel_server.protocol.base import Params
from easel_server.protocol.methods import ALIASES, FROM_EDITOR, REQUESTS

logger = logging.getLogger(__name__)


class EaselRouter:
    """Answers the `easel/*` requests of every editor. Implements `easel_server.lsp.Router`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @property
    def methods(self) -> Collection[str]:
        """The requests that are answered."""
        return HANDLERS.keys() | ALIASES.keys()

    async def request(self, session: EditorSession, method: str, params: dict[str, Any]) -> Any:
        """Answer one request.

        Raises:
            EaselError: what went wrong, in the words of the contract.
        """
        method = ALIASES.get(method, method)
        checked = decode_params(REQUESTS[method].params, params)
        context = Context(self._core, self._core.editors[session])
        try:
            result = await HANDLERS[method](context, checked)
            context.editor.flush_canvases()
            return result
        except ConversationError as error:
            raise from_conversation_error(error) from error
        except AgentConnectionError as error:
            raise from_connection_error(error) from error
        except CanvasError as error:
            raise from_canvas_error(error) from error

    def notification(self, session: EditorSession, method: str, params: dict[str, Any]) -> None:
        """Take a notification, if it is one that editors send."""
        editor = self._core.editors.get(session)
        if method not in NOTIFIED or editor is None:
            return
        try:
            checked = decode_params(FROM_EDITOR[method].params, params)
        except InvalidParams as error:
            logger.warning("%s sent a bad %s: %s", session.peer, method, error)
            return
        NOTIFIED[method](Context(self._core, editor), checked)

    def session_opened(self, session: EditorSession) -> None:
        """An editor has come."""
        self._core.editor_came(session)

    def session_closed(self, session: EditorSession) -> None:
        """It has left."""
        self._core.editor_left(session)


def decode_params(type_: type[Params], params: dict[str, Any]) -> Params:
    """Check params. Null counts as absent, unknown fields are ignored.

    Raises:
        InvalidParams: names the field that does not fit.
    """
    given = {key: value for key, value in params.items() if value is not None}
    try:
        return msgspec.convert(given, type_)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at ")
        raise InvalidParams(message, path.strip("`") or "$") from None
