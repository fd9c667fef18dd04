"""Text of agents and files made harmless for a terminal."""

import re

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, cursor movements
    r"|\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)?"  # titles, links, clipboard
    r"|\x1b[ -/]*[0-~]?"
)
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """`text` without anything that a terminal would act on; newlines and tabs stay.

    Whoever writes the text could otherwise move the cursor over a permission request, or turn
    the direction of a file's name.
    """
    return _INVISIBLE.sub("", _ESCAPE_SEQUENCE.sub("", text))


def one_line(text: str, width: int = 200) -> str:
    """`text` on one line of at most `width` characters, with a mark where it was cut."""
    line = " ".join(plain(text).split())
    return line if len(line) <= width else f"{line[: width - 1]}…"
