"""`easel conversations export` and `show`."""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import anyio
import msgspec

from easel_conversation.events import Event, TurnStarted
from easel_conversation.values import JsonObject
from easel_server.cli import console
from easel_server.cli.conversation_client import decode_events
from easel_server.cli.conversations.naming import find
from easel_server.cli.errors import ExitCode
from easel_server.cli.render.pieces import Spacing
from easel_server.cli.render.transcript import Transcript
from easel_server.cli.server_process import own_server
from easel_server.cli.state import CommandState, command_state
from easel_server.protocol.conversation import ExportFormat


class _Exported(msgspec.Struct):
    conversation: JsonObject
    events: list[JsonObject]


def export_conversation(named: str, format_: ExportFormat, target: Path | None) -> int:
    """Write a conversation into a file, or to stdout."""
    state = command_state()
    with tempfile.TemporaryDirectory(prefix="easel-export-") as directory:
        file = target or Path(directory) / "export"
        anyio.run(_export, state, named, format_, file)
        if target is None:
            with file.open(encoding="utf-8") as text:
                shutil.copyfileobj(text, sys.stdout)
    return ExitCode.OK


def show_conversation(named: str, turns: int | None) -> int:
    """Print a conversation as a chat does; of a long one the last `turns`, if given."""
    state = command_state()
    with tempfile.TemporaryDirectory(prefix="easel-export-") as directory:
        file = Path(directory) / "export"
        anyio.run(_export, state, named, "json", file)
        exported = msgspec.json.decode(file.read_bytes(), type=_Exported)
    _print(_last(decode_events(exported.events), turns))
    return ExitCode.OK


async def _export(state: CommandState, named: str, format_: ExportFormat, target: Path) -> None:
    conversation_id = find(state.directory, named)
    async with own_server(state, Path.cwd()) as client:
        await client.export(conversation_id, format_, target)


def _last(events: Sequence[Event], turns: int | None) -> Sequence[Event]:
    begins = [place for place, event in enumerate(events) if isinstance(event, TurnStarted)]
    if turns is None or len(begins) <= turns:
        return events
    return events[begins[-turns] :]


def _print(events: Sequence[Event]) -> None:
    transcript, spacing, printer = Transcript(), Spacing(), console.stdout()
    pieces = [piece for event in events for piece in transcript.feed(event)]
    for piece in [*pieces, *transcript.finish()]:
        for part in spacing.spaced(piece):
            printer.print(part)
