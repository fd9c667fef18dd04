"""Text and the bytes it is kept in: what is read, and what of a file's style a write keeps.

All files are UTF-8. A byte order mark and the line ends belong to the file and not to the agent:
agents drop the mark, and many send `\\n` whatever the file has. So a write over a file keeps the
mark, and turns `\\n` into `\\r\\n` if every line of the file ends so and the new text has no `\\r`
at all. A text that brings `\\r` itself is taken as it is.
"""

import re
from codecs import BOM_UTF8
from itertools import islice

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def decode(data: bytes) -> str:
    """The text of *data*, without its byte order mark.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
    """
    return data.decode("utf-8-sig")


def encode_like(old: bytes | None, text: str) -> bytes:
    """The bytes for *text* in the style of the file that holds *old* (None: there is no file).

    Raises:
        UnicodeDecodeError: *old* is not UTF-8, so that nothing of it could be kept.
        UnicodeEncodeError: *text* holds half a surrogate pair.
    """
    if old is None:
        return text.encode()
    mark = BOM_UTF8 if old.startswith(BOM_UTF8) else b""
    return mark + in_style_of(decode(old), text).encode()


def in_style_of(old: str, text: str) -> str:
    """*text* without a byte order mark, and with the line ends that *old* has throughout."""
    text = text.removeprefix("\ufeff")
    crlf = old.count("\r\n")
    if "\r" in text or crlf == 0 or crlf != old.count("\n"):
        return text
    return text.replace("\n", "\r\n")


def lines_of(text: str, line: int | None, limit: int | None) -> str:
    """At most *limit* lines of *text* from the 1-based *line* on, with their line ends.

    None means from the start, or to the end; a *line* of 0 counts as 1. Lines end with `\\n`.
    Beyond the end there is nothing, so that an agent can read on until it gets nothing.
    """
    if limit is None and (line or 1) <= 1:
        return text
    start = max((line or 1) - 1, 0)
    stop = None if limit is None else start + limit
    return "".join(found.group() for found in islice(_LINE.finditer(text), start, stop))
