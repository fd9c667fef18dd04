"""A permission request and the keys that answer it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from rich.console import Group, RenderableType
from rich.text import Text

from easel_conversation.events import PermissionRequested, PermissionResolved
from easel_conversation.values import JsonObject
from easel_server.cli.render.plain import one_line
from easel_server.cli.render.tool_calls import tool_call_details

Answer = Literal["allow", "reject"]

_LETTERS: Final = {
    "allow_once": "y",
    "allow_always": "a",
    "reject_once": "n",
    "reject_always": "x",
}
_KINDS: Final[dict[Answer, tuple[str, str]]] = {
    "allow": ("allow_once", "allow_always"),
    "reject": ("reject_once", "reject_always"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """An option that the agent offers, and what a person may type for it."""

    option_id: str
    name: str
    kind: str
    keys: tuple[str, ...]


def choices(options: tuple[JsonObject, ...]) -> tuple[Choice, ...]:
    """The options with their keys: a number each, and a letter for the first of each kind."""
    found: list[Choice] = []
    taken: set[str] = set()
    for number, option in enumerate(options, 1):
        kind = str(option.get("kind"))
        letter = _LETTERS.get(kind)
        letters = (letter,) if letter and letter not in taken else ()
        taken.update(letters)
        name = one_line(str(option.get("name") or option.get("optionId")), 60)
        option_id = str(option.get("optionId"))
        found.append(Choice(option_id, name, kind, (str(number), *letters)))
    return tuple(found)


def chosen(offered: tuple[Choice, ...], typed: str) -> Choice | None:
    """The option whose number or letter was typed; None for anything else.

    Not by name: names are the agent's, and one could be another option's number.
    """
    key = typed.strip().casefold()
    return next((choice for choice in offered if key in choice.keys), None)


def automatic(offered: tuple[Choice, ...], answer: Answer) -> Choice | None:
    """The mildest option of that kind, or None: then nothing may be chosen."""
    for kind in _KINDS[answer]:
        for choice in offered:
            if choice.kind == kind:
                return choice
    return None


def permission(event: PermissionRequested) -> RenderableType:
    """What the agent wants to do, with the edit that it is about."""
    title = one_line(event.tool_call.title)
    line = Text.assemble(("? ", "bold yellow"), (title, "bold"), ("  needs permission", "dim"))
    return Group(line, *tool_call_details(event.tool_call))


def resolution(event: PermissionResolved, request: PermissionRequested) -> Text:
    """What was answered."""
    option_id = event.outcome.get("optionId")
    names = [choice.name for choice in choices(request.options) if choice.option_id == option_id]
    return Text(f"  → {names[0] if names else 'nothing chosen'}", style="dim")


def answers(event: PermissionRequested) -> Text:
    """The options, each with its keys."""
    return Text("\n").join(_labels(choices(event.options)))


def _labels(offered: tuple[Choice, ...]) -> Iterator[Text]:
    for choice in offered:
        yield Text.assemble(("  [" + "/".join(choice.keys) + "]", "bold cyan"), " ", choice.name)
