"""Terminal output for readers that are no terminal: an editor's buffer, a log, a hover."""

import re

_ESCAPE = re.compile(
    r"""
    \x1b\[ [0-?]* [ -/]* [@-~]                      # CSI: colours, cursor, modes
    | \x1b[\]PX^_] [^\x07\x1b]* (?:\x07|\x1b\\|\Z)  # OSC, DCS, ...: titles, links
    | \x1b [ -/]* [0-~]                             # two or three characters: ESC 7, ESC ( B
    | [\x00-\x07\x0b\x0c\x0e-\x1f\x7f]              # what else has no glyph
    """,
    re.VERBOSE,
)
_OVERWRITTEN = re.compile(r"^[^\n]*\r(?=[^\n\r])", re.MULTILINE)
_STRUCK_OVER = re.compile(r"[^\n\x08]\x08")


def plain_text(output: str) -> str:
    r"""*output* as it reads once the terminal has shown it, approximately.

    Escape sequences and control characters go (the grammar is that of ECMA-48), of a line that a
    progress bar rewrote with ``\r`` the last version stays, of a character that was struck over
    the last one, and lines end with ``\n``. Other movements of the cursor are not followed.
    Takes time in proportion to the length, whatever is in it.
    """
    text = _ESCAPE.sub("", output)
    text = _OVERWRITTEN.sub("", text).replace("\r", "")
    return _STRUCK_OVER.sub("", text).replace("\x08", "")
