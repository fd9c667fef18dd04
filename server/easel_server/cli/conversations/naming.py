"""Which conversation a person means: by its id, the beginning of it, or `last`. Blocks."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from easel_conversation.disk.folder import RECORD, ConversationFolder, StateFolder
from easel_conversation.disk.record import read_record
from easel_conversation.disk.trash import deleted
from easel_conversation.ids import ConversationId
from easel_server.cli.errors import CliError
from easel_server.cli.render.plain import one_line

LAST: Final = "last"
SHORTEST: Final = 8
"""Characters of an id that are shown at least."""


class _Record(msgspec.Struct, rename="camel"):
    """What tells the order; see `disk/record.py`."""

    updated_at: str


_decoder = msgspec.json.Decoder(_Record)


def find(directory: Path, named: str) -> ConversationId:
    """The conversation in a state folder that is meant.

    Raises:
        CliError: there is none, or more than one.
    """
    return _meant(named, _newest_first(directory), "easel conversations list shows them.")


def find_deleted(directory: Path, named: str) -> ConversationId:
    """The same, in the trash; `last` is the one that was deleted last.

    Raises:
        CliError: there is none, or more than one.
    """
    state = StateFolder(directory)
    ids = [each.folder.id for each in deleted(state.trash) if state.conversation(each.folder.id)]
    return _meant(named, ids, "easel conversations list --deleted shows them.")


def candidates(directory: Path, beginning: str, most: int) -> Iterator[tuple[str, str]]:
    """The ids that begin so, the newest first, with their titles."""
    if LAST.startswith(beginning):
        yield LAST, "the newest"
    state = StateFolder(directory)
    found = (id_ for id_ in _newest_first(directory) if id_.startswith(beginning))
    for _, id_ in zip(range(most), found, strict=False):
        record = read_record(ConversationFolder(state.conversations / id_))
        if record is not None:
            yield id_, one_line(record.title, 60)


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """For each id a short beginning that no other of them has."""
    known = list(ids)
    length = SHORTEST
    while len({id_[:length] for id_ in known}) < len(set(known)):
        length += 1
    return {id_: id_[:length] for id_ in known}


def _meant(named: str, ids: list[ConversationId], advice: str) -> ConversationId:
    if named == LAST:
        found = ids[:1]
    else:
        found = [id_ for id_ in ids if id_ == named] or [i for i in ids if i.startswith(named)]
    if len(found) == 1:
        return found[0]
    if found:
        raise CliError(f"'{named}' is the beginning of {len(found)} ids: give more of it.")
    if named == LAST:
        raise CliError("There is no conversation yet.")
    raise CliError(f"There is no conversation '{named}'; {advice}")


def _newest_first(directory: Path) -> list[ConversationId]:
    conversations = StateFolder(directory).conversations
    found = []
    for name in os.listdir(conversations) if conversations.is_dir() else ():
        try:
            record = _decoder.decode((conversations / name / RECORD).read_bytes())
        except (OSError, msgspec.DecodeError):
            continue
        found.append((record.updated_at, ConversationId(name)))
    return [id_ for _, id_ in sorted(found, reverse=True)]
