"""The command line."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from easel_testing.test_agent.wire import JsonObject

LoadMode = Literal["replay", "empty", "late"]


class Feature(StrEnum):
    """What the agent can be told to offer; without it the method does not exist."""

    LOAD = "load"
    RESUME = "resume"
    LIST = "list"
    FORK = "fork"
    CLOSE = "close"
    DELETE = "delete"
    MODES = "modes"
    OPTIONS = "options"
    COMMANDS = "commands"
    STEERING = "steering"
    AUTH = "auth"


@dataclass(frozen=True)
class Options:
    """What the agent was started with; see the package's docstring for the scripts."""

    journal: str | None = None
    state: str | None = None
    features: frozenset[Feature] = frozenset({Feature.LOAD})
    load: LoadMode = "replay"
    initialize: JsonObject = field(default_factory=dict)
    new: JsonObject = field(default_factory=dict)
    on: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    plain: bool = False
    stale_cancel_poisons: bool = False
    max_life: float = 300.0


def parse_options(arguments: Sequence[str]) -> Options:
    """Ends the process with status 2 and a message on stderr for a wrong option."""
    given = vars(_parser().parse_args(arguments))
    return Options(**given | {"on": dict(given["on"]), "after": dict(given["after"])})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="easel_testing.test_agent", allow_abbrev=False)
    add = parser.add_argument
    add("--journal", metavar="FILE", help="append what arrives to this file")
    add("--state", metavar="DIR", help="keep sessions in this directory")
    add("--features", type=_features, default=frozenset({Feature.LOAD}), metavar="A,B",
        help=f"what is offered, out of {','.join(Feature)} (default: load)")  # fmt: skip
    add("--load", choices=("replay", "empty", "late"), default="replay",
        help="replay before the answer, succeed without a history, or replay late")  # fmt: skip
    add("--initialize", type=_object, default={}, metavar="JSON",
        help="merged into the result of initialize; null removes")  # fmt: skip
    add("--new", type=_object, default={}, metavar="JSON",
        help="merged into the result of session/new, load and resume")  # fmt: skip
    add("--on", nargs=2, action="append", default=[], metavar=("MOMENT", "SCRIPT"))
    add("--after", nargs=2, action="append", default=[], metavar=("METHOD", "SCRIPT"))
    add("--plain", action="store_true", help="answer a prompt that is no script with its text")
    add("--stale-cancel-poisons", action="store_true",
        help="a cancel without a turn makes the next prompt fail")  # fmt: skip
    add("--max-life", type=float, default=300.0, metavar="SECONDS",
        help="end at the latest after this time, whatever happens")  # fmt: skip
    return parser


def _features(text: str) -> frozenset[Feature]:
    try:
        return frozenset(Feature(name) for name in text.split(",") if name)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _object(text: str) -> JsonObject:
    value = json.loads(text)
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError("not a JSON object")
    return value
