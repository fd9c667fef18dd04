"""Code actions on a selection or a diagnostic, and the commands behind them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

from lsprotocol import types
from msgspec import Meta
from pygls.uris import to_fs_path

from easel_conversation.errors import ConversationError
from easel_conversation.ids import ConversationId
from easel_server.core import Core
from easel_server.errors import EaselError, InvalidParams, from_conversation_error
from easel_server.features import conversations, prompting
from easel_server.features.context import Context
from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.about_code import Excerpt, Wish, excerpt, prompt_about
from easel_server.plain_lsp.attention import find_conversation, workspace_folders
from easel_server.plain_lsp.transcripts import Transcripts
from easel_server.protocol.base import Params
from easel_server.protocol.conversation import CreateParams, PromptParams
from easel_server.router import decode_params

COMMAND: Final = "easel.plain."

_KINDS: Final[dict[Wish, str]] = {
    "fix": types.CodeActionKind.QuickFix.value,
    "ask": "easel.ask",
    "explain": "easel.explain",
    "test": "easel.test",
}
_Index = Annotated[int, Meta(ge=0)]


class Position(Params, frozen=True):
    """As LSP has it."""

    line: _Index
    character: _Index


class Range(Params, frozen=True):
    """As LSP has it."""

    start: Position
    end: Position


class AboutCode(Params, frozen=True):
    """The argument of the commands: which lines, and what about them."""

    uri: str
    range: Range
    message: str | None = None
    question: str | None = None


class CodeRequests:
    """What one person asks about their code: one conversation goes through it."""

    def __init__(self, session: EditorSession, core: Core, transcripts: Transcripts) -> None:
        self._session = session
        self._core = core
        self._transcripts = transcripts
        self._conversation_id: ConversationId | None = None
        for wish in _KINDS:
            session.command(f"{COMMAND}{wish}")(self._command(wish))

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What can be asked about a selection and the diagnostics in it."""
        range_, diagnostics = params.range, params.context.diagnostics
        if range_.start == range_.end and not diagnostics:
            return []
        offers = [_offer("fix", params, f"Fix: {d.message}", d) for d in diagnostics]
        offers.append(_offer("ask", params, f"Ask {await self._agent()} about this"))
        offers.append(_offer("explain", params, "Explain"))
        offers.append(_offer("test", params, "Write a test"))
        return [offer for offer in offers if _is_wanted(offer, params.context.only)]

    def _command(self, wish: Wish) -> Any:
        async def run(*arguments: Any) -> dict[str, str]:
            given = arguments[0] if arguments else {}
            if not isinstance(given, dict):
                raise InvalidParams("expected an object", "$")
            about = decode_params(AboutCode, given)
            assert isinstance(about, AboutCode)
            try:
                return await self._send(wish, about)
            except ConversationError as error:
                raise from_conversation_error(error) from error

        return run

    async def _send(self, wish: Wish, about: AboutCode) -> dict[str, str]:
        code = self._excerpt(about)
        content = prompt_about(wish, code, problem=about.message, question=about.question)
        context = Context(self._core, self._core.editors[self._session])
        conversation_id = await self._conversation(context)
        prompt = PromptParams(conversation_id=conversation_id, prompt=content, detach=True)
        sent = await prompting.prompt(context, prompt)
        uri = await self._transcripts.show(conversation_id)
        return {"conversationId": conversation_id, "turnId": sent.turn_id, "uri": uri}

    async def _conversation(self, context: Context) -> ConversationId:
        """The conversation of before, if it is still there, else a new one."""
        former = self._conversation_id
        if former is not None and await find_conversation(self._core, former) is not None:
            return former
        created = await conversations.create(context, CreateParams())
        conversation = await find_conversation(self._core, created.conversation.id)
        assert conversation is not None
        self._conversation_id = conversation.state.id
        self._transcripts.begin(conversation)
        return self._conversation_id

    def _excerpt(self, about: AboutCode) -> Excerpt:
        if about.uri not in self._session.workspace.text_documents:
            raise InvalidParams("the document is not open", "$.uri")
        lines = list(self._session.workspace.get_text_document(about.uri).lines)
        end = (about.range.end.line, about.range.end.character)
        name = _name(about.uri, workspace_folders(self._session))
        return excerpt(about.uri, name, lines, about.range.start.line, end)

    async def _agent(self) -> str:
        try:
            return (await self._core.agents.choose(None)).name
        except EaselError:
            return "the agent"


def _offer(
    wish: Wish, params: types.CodeActionParams, title: str, about: types.Diagnostic | None = None
) -> types.CodeAction:
    range_ = params.range if about is None else about.range
    start, end = range_.start, range_.end
    argument: dict[str, Any] = {
        "uri": params.text_document.uri,
        "range": {
            "start": {"line": start.line, "character": start.character},
            "end": {"line": end.line, "character": end.character},
        },
    }
    if about is not None:
        argument["message"] = about.message
    return types.CodeAction(
        title=title,
        kind=_KINDS[wish],
        diagnostics=None if about is None else [about],
        command=types.Command(title=title, command=f"{COMMAND}{wish}", arguments=[argument]),
    )


def _is_wanted(offer: types.CodeAction, only: Any) -> bool:
    kind = str(offer.kind)
    return not only or any(kind == k or kind.startswith(f"{k}.") for k in _values(only))


def _values(kinds: Any) -> Iterator[str]:
    return (str(getattr(kind, "value", kind)) for kind in kinds)


def _name(uri: str, folders: tuple[Path, ...]) -> str:
    path = Path(to_fs_path(uri) or uri)
    for folder in folders:
        if path.is_relative_to(folder):
            return str(path.relative_to(folder))
    return str(path)
