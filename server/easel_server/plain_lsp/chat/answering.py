"""How an answer is written into a document in which a person writes as well. Pure.

What is written is only added behind what was written before, or takes the place of whole lines
that stand there as they were written. A person's text is never part of what is replaced.
"""

import re
from collections.abc import Sequence
from typing import Final

from easel_conversation.ids import TurnId
from easel_server.plain_lsp.blocks import Block
from easel_server.plain_lsp.chat.document import (
    Change,
    Section,
    blank_line_after,
    merged,
    read_chat,
)

_TAIL: Final = 60
"""Characters by whose repetition the end of the answer is found after a person edited it."""

Blocks = Sequence[Block]


def joined(blocks: Blocks) -> str:
    """The answer as it is written below its heading."""
    text, before = "", ""
    for block in blocks:
        if block.text:
            together = block.key.startswith("tool ") and before.startswith("tool ")
            text += "\n" + ("" if together or not text else "\n") + block.text
            before = block.key
    return text


def write_answer(text: str, turn_id: TurnId, old: Blocks, new: Blocks) -> tuple[Change, ...] | None:
    """Make what was written of `old` that of `new`; None if the section is gone.

    `new` has the blocks of `old`, each perhaps with another text, and perhaps more.
    """
    section = read_chat(text).answer_section(turn_id)
    if section is None:
        return None
    body = text[section.body : section.end]
    replaced = [i for i in range(len(old)) if _is_replaced(old, new, i)]
    kept = [old[i] if i in replaced else block for i, block in enumerate(new)]
    more = joined(kept)[len(joined(old)) :]
    at = section.body + answer_end(body, joined(old))
    changes = [_replacement(section, body, old, i, new[i].text) for i in replaced]
    if more:
        changes.append(Change(at, at, _with_line_end(text, section, more)))
    return merged(tuple(change for change in changes if change is not None))


def is_written(text: str, turn_id: TurnId, old: Blocks, new: Blocks) -> bool:
    """Whether `new` stands in the document, and not only `old`, as far as can be told."""
    section = read_chat(text).answer_section(turn_id)
    if section is None:
        return False
    body = text[section.body : section.end]
    if body.startswith(joined(new)):
        return True
    return not body.startswith(joined(old)) and joined(new)[-_TAIL:] in body


def end_turn(text: str, turn_id: TurnId, written: Blocks) -> tuple[Change, ...] | None:
    """Begin the next prompt behind the answer, unless it was begun; None if the section is gone.

    What a person wrote behind the answer becomes part of it.
    """
    chat = read_chat(text)
    section = chat.answer_section(turn_id)
    if section is None:
        return None
    if section != chat.sections[-1]:
        return ()
    at = section.body + answer_end(text[section.body : section.end], joined(written))
    return (Change(at, at, f"{blank_line_after(text[:at])}## You\n\n"),)


def answer_end(body: str, written: str) -> int:
    """The offset behind what was written; if a person changed that, behind what it ended with."""
    if body.startswith(written):
        return len(written)
    tail = written[-_TAIL:]
    found = body.rfind(tail)
    return found + len(tail) if found >= 0 else len(body.rstrip())


def _is_replaced(old: Blocks, new: Blocks, index: int) -> bool:
    before, now = old[index].text, new[index].text
    grows = index == _last_shown(old) and now.startswith(before)
    appears = not before and index > _last_shown(old)
    return before != now and not grows and not appears


def _last_shown(blocks: Blocks) -> int:
    return max((i for i, block in enumerate(blocks) if block.text), default=-1)


def _replacement(section: Section, body: str, old: Blocks, index: int, text: str) -> Change | None:
    """Replace the lines of a block if they stand there, and it is certain which ones they are."""
    lines = old[index].text
    if not lines:
        return None
    places = list(re.finditer(rf"^{re.escape(lines)}$", body, re.MULTILINE))
    same = [i for i, block in enumerate(old) if block.text == lines]
    if len(places) != len(same):
        return None
    place = places[same.index(index)]
    return Change(section.body + place.start(), section.body + place.end(), text)


def _with_line_end(text: str, section: Section, more: str) -> str:
    """What follows the section begins on a line of its own; a heading at the very end has none."""
    if section.body == section.end and not text[: section.end].endswith("\n"):
        more = "\n" + more
    follows = section.end < len(text) and section.body == section.end
    return more + "\n\n" if follows else more
