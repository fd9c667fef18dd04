"""The last line that was said in a conversation, for lists. Pure.

Text comes in pieces, and pieces are merged in the log: however a text is cut, the line is the same.
"""

import re
from typing import Final

from easel_conversation.events import Event, Message, PromptSteered, TurnStarted
from easel_conversation.state import ConversationState, LastWords
from easel_conversation.values import ContentBlock

LONGEST: Final = 200
"""Characters of the line."""
_LOOKED_AT: Final = 400
"""Characters of a line as it was written."""
_READABLE: Final = re.compile(r"[^\s\-=*_|:+#>`~.]")
_FENCES: Final = ("```", "~~~")
_CODE: Final = re.compile(r"(`+)(.+?)\1")
_HIDDEN: Final = "\ue000"
"""Stands for code while marks are taken away."""
_UNPRINTABLE: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_MARKS: Final = (
    (re.compile(r"^\s*(?:>\s*)*(?:#{1,6}\s+|[-*+]\s+(?:\[[ xX]\]\s+)?)?"), ""),
    (re.compile(r"!?\[([^\]]*)\]\([^()]*\)"), r"\1"),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"~~(.+?)~~"), r"\1"),
    (re.compile(r"\\([^\w\s])"), r"\1"),
)


def heard(state: ConversationState, event: Event) -> LastWords:
    """What was said last, once `event` has happened."""
    if isinstance(event, Message):
        text = event.content.get("text")
        if event.role == "assistant" and isinstance(text, str):
            return _more(state.last_words, text if _goes_on(state, event) else f"\n{text}")
    elif isinstance(event, TurnStarted | PromptSteered) and event.prompt:
        return LastWords(settled=" ".join(map(_words, event.prompt)))
    return state.last_words


def last_line(words: LastWords) -> str | None:
    """The line as plain text, of at most `LONGEST` characters; None if nothing was said."""
    line = words.growing if _is_readable(words.growing) else words.settled
    plain = _plain(line) or _UNPRINTABLE.sub(" ", line).strip()
    if not plain:
        return None
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _goes_on(state: ConversationState, event: Message) -> bool:
    """Whether the text follows right behind the one that was heard last."""
    open_message = state.turn.open_message if state.turn is not None else None
    return event.append and (open_message is None or open_message.message_id == event.message_id)


def _more(words: LastWords, text: str) -> LastWords:
    head, newline, tail = text.rpartition("\n")
    if not newline:
        return LastWords(words.settled, (words.growing + text)[:_LOOKED_AT])
    lines = (words.growing + head).split("\n")
    settled = next(filter(_is_readable, reversed(lines)), words.settled)
    return LastWords(settled[:_LOOKED_AT], tail[:_LOOKED_AT])


def _is_readable(line: str) -> bool:
    """Whether there is more in the line than marks. It is not looked at to its end."""
    begin = line[:_LOOKED_AT]
    return bool(_READABLE.search(begin)) and not begin.lstrip().startswith(_FENCES)


def _words(block: ContentBlock) -> str:
    """A block of a prompt in one line; of one without text its name."""
    text = block.get("text")
    if isinstance(text, str):
        return " ".join(text[:_LOOKED_AT].split())
    name = block.get("name") or block.get("uri") or block.get("type")
    return f"[{name}]"[:_LOOKED_AT]


def _plain(line: str) -> str:
    """The line without the marks of Markdown; what is code stays as it is."""
    line = line.replace(_HIDDEN, "").strip().strip("|")
    code = iter(_CODE.findall(line))
    line = _CODE.sub(_HIDDEN, line)
    for pattern, kept in _MARKS:
        line = pattern.sub(kept, line)
    line = re.sub(_HIDDEN, lambda _: next(code)[1], line)
    return _UNPRINTABLE.sub(" ", line).strip()
