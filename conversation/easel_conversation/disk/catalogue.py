"""Lists conversations without opening their logs. Blocks."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from easel_conversation.disk.folder import EVENTS, RECORD, ConversationFolder, StateFolder
from easel_conversation.disk.loading import glance_of
from easel_conversation.disk.search import Search
from easel_conversation.glance import Glance
from easel_conversation.ids import ConversationId
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.sight import Sight, from_disk

SEARCH_BYTES: Final = 256 * 1024 * 1024
"""What is read of logs for one page of a search."""


class Place(NamedTuple):
    """Where in the list, newest first, a conversation stands."""

    updated_at: str
    id: ConversationId


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list. `more_after`: where the next one begins, if there may be one."""

    found: tuple[Sight, ...]
    more_after: Place | None


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be listed: those in `cwd`, and with every word of `query`, behind `after`."""

    cwd: str | None
    query: str
    after: Place | None
    limit: int


class _Entry(NamedTuple):
    """What is kept in memory of each conversation, as long as its file is the same."""

    place: Place
    cwd: str
    searchable: str


class _Version(NamedTuple):
    modified_ns: int
    size: int


class Catalogue:
    """The conversations in a state folder. Remembers the files that have not changed."""

    def __init__(
        self, folder: StateFolder, holder: Callable[[ConversationFolder], LeaseInfo | None]
    ) -> None:
        """`holder` says whose a conversation is."""
        self._folder = folder
        self._holder = holder
        self._known: dict[str, tuple[_Version, _Entry]] = {}

    def select(self, selection: Selection, live: Mapping[ConversationId, Sight]) -> Listing:
        """A page. `live`: the conversations that are open here; their files may be behind.

        Raises:
            OSError: the folder cannot be read.
        """
        entries = {entry.place.id: entry for entry in self._scan()}
        entries.update((id_, _entry(sight.glance)) for id_, sight in live.items())
        found = (
            entry
            for entry in entries.values()
            if selection.cwd in (None, entry.cwd)
            and (selection.after is None or entry.place < selection.after)
        )
        ordered = sorted(found, key=lambda entry: entry.place, reverse=True)
        return self._page(ordered, selection, live)

    def _page(
        self, ordered: list[_Entry], selection: Selection, live: Mapping[ConversationId, Sight]
    ) -> Listing:
        search = Search(selection.query, SEARCH_BYTES)
        found: list[Sight] = []
        reached: Place | None = None
        for entry in ordered:
            if len(found) == selection.limit or search.left < 0:
                return Listing(tuple(found), reached)
            reached = entry.place
            folder = ConversationFolder(self._folder.conversations / entry.place.id)
            if search.finds(entry.searchable, folder.events):
                sight = live.get(entry.place.id) or self._sight(folder)
                if sight is not None:
                    found.append(sight)
        return Listing(tuple(found), None)

    def _sight(self, folder: ConversationFolder) -> Sight | None:
        glance = glance_of(folder)
        return None if glance is None else from_disk(glance, self._holder(folder))

    def _scan(self) -> Iterator[_Entry]:
        """The folders that hold a conversation. Others may lie between them."""
        known, self._known = self._known, {}
        for name, version in _versions(str(self._folder.conversations)):
            before = known.get(name)
            if before is None or before[0] != version:
                folder = self._folder.conversation(ConversationId(name))
                glance = None if folder is None else glance_of(folder)
                if glance is None:
                    continue
                before = (version, _entry(glance))
            self._known[name] = before
            yield before[1]


def _versions(conversations: str) -> Iterator[tuple[str, _Version]]:
    try:
        names = os.listdir(conversations)
    except FileNotFoundError:
        return
    for name in names:
        version = _version(f"{conversations}/{name}")
        if version is not None:
            yield name, version


def _version(folder: str) -> _Version | None:
    for file in (RECORD, EVENTS):
        try:
            stat = os.stat(f"{folder}/{file}")
        except OSError:
            continue
        return _Version(stat.st_mtime_ns, stat.st_size)
    return None


def _entry(glance: Glance) -> _Entry:
    place = Place(glance.updated_at, glance.id)
    return _Entry(place, glance.cwd, f"{glance.title} {glance.agent}")
