"""`easel/conversation/export`."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from anyio import to_thread

from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.reader import LogReader
from easel_conversation.glance import glance_at
from easel_conversation.sight import Sight
from easel_conversation.state import ConversationState
from easel_server.conversation_info import conversation_info
from easel_server.errors import EaselError, InvalidParams
from easel_server.features.context import Context
from easel_server.locations import to_path, to_uri
from easel_server.protocol.conversation import ExportFormat, ExportParams, ExportResult

MOST_CHARACTERS: Final = 8 * 1024 * 1024
"""Of a text in an answer. A longer one goes into a file."""


async def export(context: Context, params: ExportParams) -> ExportResult:
    """Give a conversation out, whoever owns it, as it is now."""
    target = None if params.target is None else Path(to_path(params.target, "$.target"))
    if target is not None and not target.parent.is_dir():
        raise InvalidParams(f"there is no directory `{target.parent}`", "$.target")
    state = await context.core.store.kept(params.conversation_id)
    folder = context.core.store.folder(state.id)
    run = partial(_export, folder, state, params.format, target)
    return await to_thread.run_sync(run)


def _export(
    folder: ConversationFolder, state: ConversationState, format_: ExportFormat, target: Path | None
) -> ExportResult:
    """Read, render and write piece by piece, in a thread of its own."""
    from easel_server.export.writing import (  # noqa: PLC0415  (rarely needed)
        ExportTooLong,
        in_memory,
        into_file,
    )

    pieces = _pieces(folder, state, format_)
    try:
        if target is None:
            return ExportResult(text=in_memory(pieces, MOST_CHARACTERS))
        size = into_file(pieces, target)
    except ExportTooLong:
        message = "The conversation is too long for a message: name a file as `target`."
        raise EaselError("invalidState", message) from None
    except OSError as error:
        message = f"The conversation cannot be exported: {error.strerror or error}."
        raise EaselError("invalidState", message) from error
    return ExportResult(uri=to_uri(str(target)), size=size)


def _pieces(
    folder: ConversationFolder, state: ConversationState, format_: ExportFormat
) -> Iterator[str]:
    from easel_server.export.json_text import json_text  # noqa: PLC0415  (as above)
    from easel_server.export.markdown import markdown  # noqa: PLC0415

    events = LogReader(folder.events).forward(0, state.seq + 1, limit=float("inf"))
    glance = glance_at(state)
    if format_ == "markdown":
        return markdown(glance, events)
    return json_text(conversation_info(Sight(glance)), events)
