"""`conversation.json`: what was fixed at creation, and a glance for lists."""

import logging
from typing import Final

import msgspec
from msgspec.structs import asdict, replace

from easel_conversation.clock import from_iso
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.glance import Glance, glance_at
from easel_conversation.state import ConversationState
from easel_conversation.values import JsonObject

logger = logging.getLogger(__name__)

VERSION: Final = 1


class Record(Glance, frozen=True, kw_only=True):
    """The file. `additionalDirectories` and `mcpServers` are as they were at creation."""

    version: int
    renamed: bool = False
    additional_directories: tuple[str, ...] = ()
    mcp_servers: tuple[JsonObject, ...] = ()


_decoder = msgspec.json.Decoder(Record)


def record_of(state: ConversationState) -> Record:
    """What is to be in the file."""
    return Record(
        version=VERSION,
        renamed=state.renamed,
        additional_directories=state.additional_directories,
        mcp_servers=state.mcp_servers,
        **asdict(glance_at(state)),
    )


def encode_record(record: Record) -> bytes:
    """The content of the file: for people too."""
    return msgspec.json.format(msgspec.json.encode(record)) + b"\n"


def read_record(folder: ConversationFolder) -> Record | None:
    """The record of a conversation; None if there is none that can be read. Blocks.

    Raises:
        OSError: there is one, and the disk does not give it.
    """
    try:
        content = folder.record.read_bytes()
        record = _decoder.decode(content)
        from_iso(record.created_at)
        from_iso(record.updated_at)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, ValueError, OverflowError, RecursionError) as error:
        logger.warning("%s is damaged and not used: %s", folder.record, error)
        return None
    return record if record.id == folder.id else replace(record, id=folder.id)


def before_all_events(record: Record) -> ConversationState:
    """The state that the events of the log are folded into."""
    return ConversationState(
        id=record.id,
        agent=record.agent,
        cwd=record.cwd,
        created_at_ms=from_iso(record.created_at),
        updated_at_ms=from_iso(record.created_at),
        additional_directories=record.additional_directories,
        mcp_servers=record.mcp_servers,
        title=record.title,
        renamed=record.renamed,
    )
