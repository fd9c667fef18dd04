"""Completion in a chat: `/` commands and their arguments, `@` files."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from easel_server.cli.chat.mentions import mention

MAX_FILES: Final = 200

_COMMAND: Final = re.compile(r"/{1,2}[\w-]*")
_MENTION: Final = re.compile(r'(?:^|\s)@("?)([^"\s]*|(?<=")[^"]*)$')


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word and what it means."""

    word: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What can be suggested: commands with their slash, and the arguments of one."""

    commands: Callable[[], Iterable[Suggestion]]
    arguments: Callable[[str, list[str]], Iterable[Suggestion]]
    cwd: Callable[[], Path]


class ChatCompleter(Completer):
    """Completes what stands before the cursor."""

    def __init__(self, suggestions: Suggestions) -> None:
        self._suggestions = suggestions

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterator[Completion]:
        before = document.text_before_cursor
        if _COMMAND.fullmatch(before):
            yield from _matching(self._suggestions.commands(), before)
        elif match := _MENTION.search(before):
            yield from _files(self._suggestions.cwd(), match[2], quoted=bool(match[1]))
        elif before.startswith("/") and not before.startswith("//"):
            name, *typed = before[1:].split(" ")
            yield from _matching(self._suggestions.arguments(name, typed[:-1]), typed[-1])


def _matching(suggestions: Iterable[Suggestion], typed: str) -> Iterator[Completion]:
    for suggestion in suggestions:
        if suggestion.word.casefold().startswith(typed.casefold()):
            yield Completion(suggestion.word, -len(typed), display_meta=suggestion.meaning)


def _files(cwd: Path, typed: str, *, quoted: bool) -> Iterator[Completion]:
    folder, _, start = typed.rpartition("/")
    prefix = f"{folder}/" if _ else ""
    for name in _names(cwd / Path(prefix or ".").expanduser(), start):
        word = mention(prefix + name)
        yield Completion(word, -len(typed) - quoted, display=name)


def _names(folder: Path, start: str) -> list[str]:
    """Names in a folder, folders with a slash; hidden ones only if a dot was typed."""
    try:
        with os.scandir(folder) as entries:
            names = [
                f"{entry.name}/" if entry.is_dir() else entry.name
                for entry in entries
                if entry.name.casefold().startswith(start.casefold())
                and (start.startswith(".") or not entry.name.startswith("."))
            ]
    except OSError:
        return []
    return sorted(names, key=str.casefold)[:MAX_FILES]
