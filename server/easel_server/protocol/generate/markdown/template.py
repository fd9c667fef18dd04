"""Prose with places where generated text goes: `{{name}}` or `{{name argument}}` on a line."""

import re
from collections.abc import Callable, Mapping

from easel_server.protocol.generate.glossary import PROSE, ProseError

_PLACE = re.compile(r"^\{\{(\w+)(?: ([\w-]+))?\}\}$", re.MULTILINE)

Fill = Callable[[str], str]


def fill(name: str, fills: Mapping[str, Fill]) -> str:
    """The template of that name with every place filled; `fills` get the argument, or "".

    Raises:
        ProseError: the template names what there is not.
    """

    def filled(place: re.Match[str]) -> str:
        if place[1] not in fills:
            raise ProseError(f"prose/{name}: nothing is called {place[1]}")
        return fills[place[1]](place[2] or "")

    return _PLACE.sub(filled, (PROSE / name).read_text("utf-8")).rstrip() + "\n"
