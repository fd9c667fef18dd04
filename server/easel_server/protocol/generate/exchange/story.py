"""Stories as files: JSON with the messages in both directions, in canonical form."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from easel_server.protocol.generate.json_text import json_text

Message = dict[str, Any]
"""A JSON-RPC message without `jsonrpc`."""

EXAMPLES = Path(__file__).parents[1] / "examples"


class Condition(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What to wait for; the one of its fields that is set.

    `answered`: the id of a request. `event`, `message`: members that an event or a message of the
    server has, since the last of its kind that was waited for.
    """

    answered: int | None = None
    event: Message | None = None
    message: Message | None = None


class Step(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A message of the client (`send`) or of the server (`receive`).

    The client sends after `when`, else as soon as all its requests are answered. `keep`: the paths
    of the members of the result that are kept; all if empty.
    """

    send: Message | None = None
    receive: Message | None = None
    when: Condition | None = None
    keep: tuple[str, ...] = ()


class Chapter(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An example.

    It ends when all requests are answered, and `until`, if set. `show`: notifications that
    are kept though they are left out elsewhere. `info`: the members that are kept of a
    ConversationInfo besides its id; all if empty. `focus`: the types of the events that the docs
    show; all if empty.
    """

    name: str
    title: str
    steps: tuple[Step, ...]
    show: tuple[str, ...] = ()
    until: Condition | None = None
    info: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()


class Story(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An exchange from the start of a server to its end. `files`: texts in the workspace."""

    chapters: tuple[Chapter, ...]
    files: dict[str, str] = {}


def read_stories() -> Mapping[str, Story]:
    """All stories by name.

    Raises:
        msgspec.ValidationError: a file is no story.
    """
    files = sorted(EXAMPLES.glob("*.json"))
    return {file.stem: msgspec.json.decode(file.read_bytes(), type=Story) for file in files}


def write_story(name: str, story: Story) -> None:
    """Keep a story, readable and good to compare line by line."""
    text = json_text(msgspec.to_builtins(story))
    (EXAMPLES / f"{name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")
