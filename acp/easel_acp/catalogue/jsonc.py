"""JSON with comments and trailing commas, as editors write their settings.

Own code because it is two patterns in front of msgspec: the libraries lose the line of an
error together with the comments, or take a tenth of a second for a settings file.
"""

import re

import msgspec

_TEXT = r'("(?:[^"\\]|\\.)*")'
_COMMENT = re.compile(_TEXT + r"|//[^\n]*|/\*.*?\*/", re.DOTALL)
_TRAILING_COMMA = re.compile(_TEXT + r"|,(?=\s*[\]}])", re.DOTALL)


class JsonError(ValueError):
    """A text is not JSON with comments. `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"line {line}: {message}")
        self.message = message
        self.line = line


def decode(text: str) -> object:
    """Decode `text`; an empty text is an empty object, as editors take it.

    Raises JsonError.
    """
    plain = _TRAILING_COMMA.sub(_blank, _COMMENT.sub(_blank, text)).encode()
    if not plain.strip():
        return {}
    try:
        return msgspec.json.decode(plain)
    except msgspec.DecodeError as error:
        raise _located(str(error), plain) from error
    except RecursionError as error:
        raise JsonError("nested too deeply", 1) from error


def _blank(token: re.Match[str]) -> str:
    """What is not JSON becomes blanks, so that every line stays where it is."""
    return token[1] or re.sub(r"[^\n]", " ", token[0])


def _located(message: str, plain: bytes) -> JsonError:
    at = re.search(r" \(byte (\d+)\)", message)
    end = int(at[1]) if at else len(plain)
    readable = re.sub(r" \(byte \d+\)|^JSON is malformed: ", "", message)
    return JsonError(readable, plain.count(b"\n", 0, end) + 1)
