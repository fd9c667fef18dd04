"""A line of the log: an event as on the wire, and the cuts inside of it.

`"cuts": [events, characters, ...]` says where readers have stopped in merged text, each time
counted from the cut before. It is left out where there is none.
"""

import logging
from itertools import chain

import msgspec

from easel_conversation.clock import from_iso
from easel_conversation.events import Event, Message, Notice, PromptQueued, TurnStarted
from easel_conversation.runs import Cut, Run, begin, first_seq

logger = logging.getLogger(__name__)

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


class _Cuts(msgspec.Struct):
    cuts: tuple[int, ...] = ()


_cuts_decoder = msgspec.json.Decoder(_Cuts)


def encode(run: Run) -> bytes:
    """The line of a run that nothing more is merged with. Never raises."""
    event = run.part(0, run.seq + 1)
    assert event is not None
    try:
        line = _encoder.encode(event)
    except (TypeError, ValueError, RecursionError):
        logger.exception("event %d cannot be written", run.seq)
        line = _encoder.encode(unreadable(run.first_seq, run.seq, event.at))
    if cuts := run.cuts:
        line = line[:-1] + b',"cuts":' + _encoder.encode([*chain.from_iterable(cuts)]) + b"}"
    return line + b"\n"


def decode(line: bytes) -> Run | None:
    """The run of a line, which may come from anywhere; None if it is no event."""
    try:
        event = _decoder.decode(line)
        cuts = _cuts(line, event) if b'"cuts":[' in line else ()
        return begin(event, cuts) if _is_sound(event) else None
    except (msgspec.DecodeError, ValueError, OverflowError, RecursionError):
        return None


def unreadable(first: int, last: int, at: str) -> Notice:
    """What is read in the place of events that are damaged."""
    return Notice(
        seq=last,
        first_seq=first if first != last else None,
        at=at,
        level="warning",
        text="A part of the conversation's log cannot be read here and was left out.",
    )


def _is_sound(event: Event) -> bool:
    """Whether the event can be folded.

    Raises:
        ValueError: its time is no time.
    """
    from_iso(event.at)
    if isinstance(event, TurnStarted | PromptQueued) and event.turn_id is None:
        return False
    return 1 <= first_seq(event) <= event.seq


def _cuts(line: bytes, event: Event) -> list[Cut]:
    """The cuts of a line; none if they do not fit its event."""
    numbers = _cuts_decoder.decode(line).cuts
    cuts = [Cut(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=False)]
    text = event.content.get("text") if isinstance(event, Message) else None
    fits = (
        isinstance(text, str)
        and all(cut.events > 0 and cut.characters >= 0 for cut in cuts)
        and sum(cut.events for cut in cuts) <= event.seq - first_seq(event)
        and sum(cut.characters for cut in cuts) <= len(text)
    )
    return cuts if fits else []
