"""`easel/conversation/create, list, open, history, rename, delete`."""

import os
from typing import Final

from easel_conversation.clock import from_iso
from easel_conversation.disk.catalogue import Place, Selection
from easel_conversation.ids import ConversationId
from easel_conversation.inputs import Rename, Warm
from easel_conversation.lease.errors import LeaseError
from easel_conversation.log import Page, ReadableLog
from easel_conversation.readable import Readable
from easel_conversation.values import JsonObject
from easel_server.conversation_info import conversation_info
from easel_server.errors import InvalidParams
from easel_server.features.context import Context, as_result
from easel_server.locations import to_directory, to_path
from easel_server.protocol.base import Empty
from easel_server.protocol.conversation import (
    ConversationParams,
    ConversationResult,
    CreateParams,
    HistoryParams,
    HistoryResult,
    ListParams,
    ListResult,
    OpenParams,
    OpenResult,
    RenameParams,
)
from easel_server.protocol.shapes import Access

EVENTS_PER_PAGE: Final = 500
CONVERSATIONS_PER_PAGE: Final = 100


async def create(context: Context, params: CreateParams) -> ConversationResult:
    """Begin a conversation."""
    core = context.core
    _check_mcp_servers(params.mcp_servers or ())
    agent = await core.agents.choose(params.agent)
    cwd = params.cwd or context.editor.workspace_directory() or os.getcwd()
    conversation = await core.store.create(
        agent=agent.id,
        cwd=to_directory(cwd, "$.cwd"),
        title=params.title or "",
        additional_directories=tuple(
            to_directory(directory, f"$.additionalDirectories[{index}]")
            for index, directory in enumerate(params.additional_directories or ())
        ),
        mcp_servers=params.mcp_servers or (),
    )
    for other in core.editors.values():
        if other is not context.editor:
            other.introduce(conversation)
    if params.warm:
        conversation.dispatch(Warm())
    return as_result(conversation)


async def list_(context: Context, params: ListParams) -> ListResult:
    """The conversations, newest first, page by page."""
    cwd = None if params.cwd is None else to_path(params.cwd, "$.cwd")
    listing = await context.core.store.list(
        Selection(
            cwd=cwd,
            query=params.query or "",
            after=None if params.cursor is None else _parse_cursor(params.cursor),
            limit=params.limit or CONVERSATIONS_PER_PAGE,
        )
    )
    more = listing.more_after
    return ListResult(
        conversations=tuple(map(conversation_info, listing.found)),
        next_cursor=None if more is None else f"{more.updated_at}.{more.id}",
    )


async def open_(context: Context, params: OpenParams) -> OpenResult:
    """Open a conversation: its newest events, or those after `sinceSeq`, and what follows."""
    conversation, access = await _opened(context, params)
    page, seq = await _page(conversation.log, params.since_seq)
    context.editor.follow(conversation, seq)
    return OpenResult(
        conversation=conversation_info(conversation.sight, access),
        access=access,
        events=page.events,
        seq=seq,
        has_earlier=page.has_more if params.since_seq is None else params.since_seq > 0,
    )


async def _opened(context: Context, params: OpenParams) -> tuple[Readable, Access]:
    """The conversation, ours if that is wanted and can be."""
    store = context.core.store
    if params.mode != "observe":
        try:
            return await store.get(params.conversation_id), "owner"
        except LeaseError:
            if params.mode == "own":
                raise
    return await store.observe(params.conversation_id), "observer"


async def _page(log: ReadableLog, since_seq: int | None) -> tuple[Page, int]:
    """The newest events, or those after `since_seq`, and where they end."""
    seq = log.seq if since_seq is None else min(since_seq, log.seq)
    if since_seq is None:
        page = await log.before(seq + 1, EVENTS_PER_PAGE)
    else:
        page = await log.after(seq, EVENTS_PER_PAGE)
    return page, page.events[-1].seq if page.events else seq


async def history(context: Context, params: HistoryParams) -> HistoryResult:
    """A page of earlier events."""
    conversation = await context.core.store.read(params.conversation_id)
    page = await conversation.log.before(params.before_seq, params.limit or EVENTS_PER_PAGE)
    return HistoryResult(events=page.events, has_earlier=page.has_more)


async def rename(context: Context, params: RenameParams) -> ConversationResult:
    """Give the conversation a title."""
    conversation = await context.conversation(params.conversation_id)
    conversation.dispatch(Rename(params.title))
    await conversation.log.kept()
    return as_result(conversation)


async def delete(context: Context, params: ConversationParams) -> Empty:
    """Stop the agent and put the conversation into the trash."""
    conversation = await context.conversation(params.conversation_id)
    await context.core.delete_conversation(conversation)
    return Empty()


def _check_mcp_servers(servers: tuple[JsonObject, ...]) -> None:
    for index, server in enumerate(servers):
        if not _is_text(server.get("name")):
            raise InvalidParams("an MCP server has a `name`", f"$.mcpServers[{index}].name")
        if not _is_text(server.get("command")) and not _is_text(server.get("url")):
            raise InvalidParams(
                "an MCP server has a `command` or a `url`", f"$.mcpServers[{index}]"
            )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _parse_cursor(cursor: str) -> Place:
    updated_at, _, conversation_id = cursor.rpartition(".")
    try:
        from_iso(updated_at)
    except ValueError:
        raise InvalidParams("no cursor of a former list", "$.cursor") from None
    return Place(updated_at, ConversationId(conversation_id))
