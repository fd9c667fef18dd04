"""What is wanted of a canvas: the argument of `/canvas` (pure)."""

import re
from dataclasses import dataclass
from typing import Any, Final

import msgspec

Input = dict[str, Any]

_FIRST_KIND: Final = "markdown"
_ARGUMENT: Final = re.compile(
    r"(?P<first>[^\s{]*)(?:\s+(?P<second>[^\s{]+))?\s*(?P<json>\{.*)?", re.DOTALL
)
_VERBS: Final = ("show", "update", "close", "list")


class UnclearError(ValueError):
    """The argument makes no sense. The text says why, for people."""


@dataclass(frozen=True, slots=True)
class Open:
    """Open another canvas of a kind; None: with the sample of the kind."""

    kind: str
    input: Input | None


@dataclass(frozen=True, slots=True)
class Act:
    """Do an action. `canvas`: an `instanceId`, or the kind of the newest."""

    canvas: str
    action: str
    input: Input


@dataclass(frozen=True, slots=True)
class Show:
    """Bring an open canvas to the front; with an input it shows that."""

    canvas: str
    input: Input | None


@dataclass(frozen=True, slots=True)
class Update:
    """Change an open canvas. `changes`: its `input`, `title` and `status`."""

    canvas: str
    changes: Input


@dataclass(frozen=True, slots=True)
class Close:
    """Close an open canvas."""

    canvas: str


@dataclass(frozen=True, slots=True)
class List:
    """Name those that are open."""


Request = Open | Act | Show | Update | Close | List


def parsed(argument: str) -> Request:
    """Read the argument.

    Raises:
        UnclearError: it cannot be meant.
    """
    match = _ARGUMENT.fullmatch(argument)
    if match is None:
        raise UnclearError("Write at most two words and one JSON object")
    first, second, given = match["first"] or _FIRST_KIND, match["second"], match["json"]
    input_ = None if given is None else _object(given)
    if first in _VERBS:
        return _of_verb(first, second, input_)
    return Open(first, input_) if second is None else Act(first, second, input_ or {})


def _of_verb(verb: str, canvas: str | None, input_: Input | None) -> Request:
    if verb == "list":
        return List()
    if canvas is None:
        raise UnclearError(f"Which canvas? `/canvas {verb}` takes its kind or its id")
    match verb:
        case "close":
            return Close(canvas)
        case "update":
            if input_ is None:
                raise UnclearError('What is new? For example `{"status": "half done"}`')
            return Update(canvas, input_)
        case _:
            return Show(canvas, input_)


def _object(text: str) -> Input:
    try:
        return msgspec.json.decode(text, type=Input)
    except msgspec.DecodeError as error:
        raise UnclearError(f"That is not a JSON object: {error}") from None
