"""From the text of a prompt to steps."""

import json
import shlex
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import cast

from easel_testing.test_agent.wire import Json


class ScriptError(Exception):
    """A line is no step; the message names it."""


@dataclass(frozen=True)
class Step:
    """`text` is the argument of a plain step, or those of a prefix before its `inner` step."""

    verb: str
    text: str
    inner: "Step | None" = None


@dataclass(frozen=True)
class Grammar:
    """The verbs there are; `prefixes` maps to the number of words before the inner step."""

    verbs: Container[str]
    prefixes: Mapping[str, int]

    def parse(self, script: str) -> list[Step]:
        """Raises ScriptError for the first line that is no step."""
        lines = enumerate(script.splitlines(), start=1)
        return [
            self._step(line.strip(), number)
            for number, line in lines
            if line.strip() and not line.lstrip().startswith("#")
        ]

    def _step(self, line: str, number: int) -> Step:
        verb, _, rest = line.partition(" ")
        rest = rest.strip()
        if verb in self.prefixes:
            words = rest.split(None, self.prefixes[verb])
            if len(words) <= self.prefixes[verb]:
                raise ScriptError(f"line {number}: '{verb}' needs a step behind it")
            return Step(verb, " ".join(words[:-1]), self._step(words[-1], number))
        if verb not in self.verbs:
            raise ScriptError(f"line {number}: unknown step '{verb}'")
        return Step(verb, rest)


def text_of(argument: str) -> str:
    """The argument as text: verbatim, or decoded if it is a JSON string."""
    return cast("str", json.loads(argument)) if argument.startswith('"') else argument


def words_of(argument: str) -> tuple[list[str], dict[str, str]]:
    """The plain words and the NAME=VALUE pairs of an argument."""
    words: list[str] = []
    fields: dict[str, str] = {}
    for word in shlex.split(argument):
        name, equals, value = word.partition("=")
        if equals and name.isidentifier():
            fields[name] = value
        else:
            words.append(word)
    return words, fields


def json_of(argument: str) -> Json:
    """JSON, in which NaN and Infinity are allowed."""
    return json.loads(argument)
