"""Completion in a chat document: `/commands` of the agent and `@files` of the workspace."""

import asyncio
import re
from collections.abc import Iterable
from typing import Final

import anyio.to_thread
from lsprotocol import types

from easel_conversation.conversation import Conversation
from easel_conversation.events import MetadataChanged
from easel_conversation.values import JsonObject
from easel_server.cli.chat.mentions import mention
from easel_server.errors import EaselError
from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.attention import workspace_folders
from easel_server.plain_lsp.chat.chats import Chats
from easel_server.plain_lsp.chat.document import is_chat
from easel_server.plain_lsp.chat.files import matching_files

TRIGGERS: Final = ("/", "@")
COMMANDS_SECONDS: Final = 3.0
"""How long to wait for the commands of an agent that is only starting."""

_COMMAND: Final = re.compile(r"^/(\S*)$")
_MENTION: Final = re.compile(r"(?:^|\s)@(\S*)$")


async def complete(
    session: EditorSession, chats: Chats, params: types.CompletionParams
) -> types.CompletionList | None:
    """What can stand at the cursor; None where nothing of ours can."""
    uri = params.text_document.uri
    if not is_chat(uri) or uri not in session.workspace.text_documents:
        return None
    before = _before_cursor(session, params)
    if match := _COMMAND.search(before):
        return await _commands(chats, uri, _range(params, match[1]))
    if match := _MENTION.search(before):
        return await _files(session, uri, match[1], _range(params, match[1]))
    return None


async def _commands(chats: Chats, uri: str, range_: types.Range) -> types.CompletionList:
    try:
        offered = await _offered_commands(await chats.prepare(uri))
    except EaselError:
        offered = ()
    items = [_command_item(command, range_) for command in offered if "name" in command]
    return types.CompletionList(is_incomplete=not items, items=items)


async def _offered_commands(conversation: Conversation) -> Iterable[JsonObject]:
    """The commands of the agent, as soon as it has told them."""
    if conversation.state.session.commands is None:
        told = conversation.expect(
            lambda event: isinstance(event, MetadataChanged) and event.commands is not None
        )
        await asyncio.wait({told}, timeout=COMMANDS_SECONDS)
        told.cancel()
    return conversation.state.session.commands or ()


async def _files(
    session: EditorSession, uri: str, typed: str, range_: types.Range
) -> types.CompletionList:
    folders = workspace_folders(session)
    if not folders:
        return types.CompletionList(is_incomplete=False, items=[])
    paths = await anyio.to_thread.run_sync(matching_files, folders[0], typed)
    items = [_file_item(path, range_) for path in paths]
    return types.CompletionList(is_incomplete=True, items=items)


def _before_cursor(session: EditorSession, params: types.CompletionParams) -> str:
    document = session.workspace.get_text_document(params.text_document.uri)
    lines = document.lines
    if params.position.line >= len(lines):
        return ""
    at = document.position_codec.position_from_client_units(lines, params.position)
    line: str = lines[at.line]
    return line[: at.character]


def _range(params: types.CompletionParams, typed: str) -> types.Range:
    """From the trigger to the cursor. What is typed there counts one unit a character but rarely;
    a file name beyond the Basic Multilingual Plane is completed by hand."""
    end = params.position
    start = types.Position(end.line, max(0, end.character - len(typed) - 1))
    return types.Range(start, end)


def _command_item(command: JsonObject, range_: types.Range) -> types.CompletionItem:
    word = f"/{command['name']}"
    return types.CompletionItem(
        label=word,
        kind=types.CompletionItemKind.Function,
        detail=str(command.get("description") or ""),
        filter_text=word,
        text_edit=types.TextEdit(range=range_, new_text=word),
    )


def _file_item(path: str, range_: types.Range) -> types.CompletionItem:
    word = f"@{mention(path)}"
    return types.CompletionItem(
        label=f"@{path}",
        kind=types.CompletionItemKind.File,
        filter_text=f"@{path}",
        text_edit=types.TextEdit(range=range_, new_text=word),
    )
