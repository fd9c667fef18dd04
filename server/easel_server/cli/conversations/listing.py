"""`easel conversations list`."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

import anyio
import msgspec
from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.text import Text

from easel_server.cli import console
from easel_server.cli.conversation_client import ConversationClient
from easel_server.cli.conversations.naming import short_ids
from easel_server.cli.errors import ExitCode
from easel_server.cli.program import called_as
from easel_server.cli.render.plain import one_line
from easel_server.cli.server_process import own_server
from easel_server.cli.state import command_state
from easel_server.protocol.conversation import ListParams
from easel_server.protocol.shapes import ConversationInfo

PAGE: Final = 1000
SHOWN: Final = 20
_UNITS: Final = ((86_400, "d"), (3_600, "h"), (60, "m"))


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What was said on the command line. `cwd`: only those of this folder."""

    query: str
    cwd: Path | None
    everything: bool
    deleted: bool
    as_json: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list. `at`: when it changed last, or was deleted."""

    info: ConversationInfo
    at: str


def list_conversations(options: ListOptions) -> int:
    """Print the conversations, newest first."""
    listed, more = anyio.run(_listed, options)
    if options.as_json:
        found = {"conversations": [each.info for each in listed]}
        sys.stdout.write(f"{msgspec.json.encode(found).decode()}\n")
        return ExitCode.OK
    printer = console.stdout()
    if not listed:
        printer.print(_nothing(options), markup=False, soft_wrap=True)
    for part in report(listed, datetime.now(UTC), more=more):
        printer.print(part)
    return ExitCode.OK


async def _listed(options: ListOptions) -> tuple[list[Listed], bool]:
    """The lines, and whether there are more."""
    most = None if options.everything or options.as_json else SHOWN
    async with own_server(command_state(), Path.cwd()) as client:
        if options.deleted:
            trash = await client.trash(options.query)
            found = [Listed(each.conversation, each.deleted_at) for each in trash]
            here = None if options.cwd is None else options.cwd.as_uri()
            found = [each for each in found if here in (None, each.info.cwd)]
        else:
            found = [Listed(i, i.updated_at) for i in await _all(client, options, most)]
    return found[:most], most is not None and len(found) > most


async def _all(
    client: ConversationClient, options: ListOptions, most: int | None
) -> list[ConversationInfo]:
    """One more than `most`, to know whether there are more."""
    found: list[ConversationInfo] = []
    cursor = None
    while True:
        params = ListParams(
            query=options.query or None,
            cwd=None if options.cwd is None else str(options.cwd),
            limit=PAGE if most is None else most + 1,
            cursor=cursor,
        )
        page = await client.list(params)
        found.extend(page.conversations)
        cursor = page.next_cursor
        if cursor is None or (most is not None and len(found) > most):
            return found


def report(listed: Sequence[Listed], now: datetime, *, more: bool) -> Iterator[RenderableType]:
    """The table, and how to see the rest."""
    if listed:
        yield from _table(listed, now)
    if more:
        yield Text("… and older ones: --all shows them, words search them.", style="dim")


def _nothing(options: ListOptions) -> str:
    if options.query or options.cwd is not None:
        return "There is no such conversation."
    if options.deleted:
        return "Nothing is in the trash."
    return f"There is no conversation yet. To begin one: {called_as()} chat"


def _table(listed: Sequence[Listed], now: datetime) -> Iterator[Text]:
    shorts = short_ids(each.info.id for each in listed)
    head = ("ID", "AGE", "STATUS", "AGENT", "FOLDER")
    rows = [
        (
            shorts[each.info.id],
            age(each.at, now),
            each.info.execution_status,
            each.info.agent,
            one_line(_folder(each.info), 40),
        )
        for each in listed
    ]
    widths = [max(map(cell_len, column)) for column in zip(head, *rows, strict=True)]
    yield Text(f"{_line(head, widths)}  TITLE AND LAST LINE", style="bold")
    for each, row in zip(listed, rows, strict=True):
        line = Text(f"{_line(row, widths)}  {_title(each.info)}", no_wrap=True, overflow="ellipsis")
        if each.info.last_line is not None:
            line.append(f"  {one_line(each.info.last_line)}", style="dim")
        yield line


def _title(info: ConversationInfo) -> str:
    return one_line(info.title) or "(nothing was said)"


def _line(words: Iterable[str], widths: Iterable[int]) -> str:
    return "  ".join(set_cell_size(word, width) for word, width in zip(words, widths, strict=True))


def _folder(info: ConversationInfo) -> str:
    path = Path(url2pathname(urlsplit(info.cwd).path))
    return f"~/{path.relative_to(Path.home())}" if path.is_relative_to(Path.home()) else str(path)


def age(at: str, now: datetime) -> str:
    """How long ago that was, short: 12s, 5m, 3h, 40d."""
    seconds = max((now - datetime.fromisoformat(at)).total_seconds(), 0)
    for size, unit in _UNITS:
        if seconds >= size:
            return f"{seconds // size:.0f}{unit}"
    return f"{seconds:.0f}s"
