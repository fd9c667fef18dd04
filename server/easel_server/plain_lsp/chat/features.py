"""The LSP features of chat documents."""

from collections.abc import Callable
from typing import Any

from lsprotocol import types

from easel_server.errors import InvalidParams
from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.chat.chats import AnswerParams, ChatParams, Chats
from easel_server.plain_lsp.chat.completion import TRIGGERS, complete
from easel_server.plain_lsp.chat.controls import ANSWER, SEND, STOP, Control
from easel_server.plain_lsp.chat.document import is_chat
from easel_server.plain_lsp.chat.writer import position_at
from easel_server.protocol.base import Params
from easel_server.router import decode_params


def register_chats(session: EditorSession, chats: Chats) -> None:
    """Follow the documents, and offer lenses, completion and commands."""
    _register_documents(session, chats)
    _register_commands(session, chats)

    @session.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def code_lens(params: types.CodeLensParams) -> list[types.CodeLens] | None:
        uri = params.text_document.uri
        if not is_chat(uri):
            return None
        chats.used(uri)
        return [_lens(session, uri, control) for control in chats.controls(uri)]

    options = types.CompletionOptions(trigger_characters=TRIGGERS)

    @session.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    async def completion(params: types.CompletionParams) -> types.CompletionList | None:
        return await complete(session, chats, params)


def chat_actions(chats: Chats, uri: str) -> list[types.CodeAction]:
    """The lenses as code actions, for editors that have no lenses."""
    chats.used(uri)
    return [
        types.CodeAction(title=control.title, kind="easel.chat", command=_command(control))
        for control in chats.controls(uri)
    ]


def _register_documents(session: EditorSession, chats: Chats) -> None:
    @session.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        chats.changed(params.text_document.uri)

    @session.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        chats.changed(params.text_document.uri)

    @session.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        chats.closed(params.text_document.uri)


def _register_commands(session: EditorSession, chats: Chats) -> None:
    @session.command(SEND)
    async def send(*arguments: Any) -> dict[str, str]:
        return await chats.send(_decoded(ChatParams, arguments))

    @session.command(STOP)
    def stop(*arguments: Any) -> bool:
        return chats.stop(_decoded(ChatParams, arguments))

    @session.command(ANSWER)
    async def answer(*arguments: Any) -> bool:
        return await chats.answer(_decoded(AnswerParams, arguments))


def _decoded(type_: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    given = arguments[0] if arguments and arguments[0] is not None else {}
    if not isinstance(given, dict):
        raise InvalidParams("expected an object", "$")
    assert isinstance(type_, type)
    assert issubclass(type_, Params)
    return decode_params(type_, given)


def _lens(session: EditorSession, uri: str, control: Control) -> types.CodeLens:
    document = session.workspace.get_text_document(uri)
    at = position_at(document.source, control.offset, document.position_codec)
    return types.CodeLens(range=types.Range(at, at), command=_command(control))


def _command(control: Control) -> types.Command:
    return types.Command(title=control.title, command=control.command, arguments=[control.argument])
