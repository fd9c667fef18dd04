"""The `seq` of events in canonical form.

How the text of a message is cut into events depends on timing, and with it the `seq` of all that
follows. In canonical form a text is one event that counts for two (`firstSeq` and `seq`), and any
other event counts for one.
"""

from dataclasses import dataclass
from typing import Any, Final

Event = dict[str, Any]

_COMMON: Final = ("type", "firstSeq", "seq", "at", "turnId", "epoch")


@dataclass(slots=True)
class _Run:
    """One event, or the pieces of one text: it covers `first..last` and is numbered `..number`."""

    first: int
    last: int
    number: int
    message_id: str | None


class Timeline:
    """The events of one conversation, as far as they were seen."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []

    def learn(self, events: list[Event]) -> None:
        """Take in events, in their order; those that are known already are passed over."""
        for event in events:
            first, last = event.get("firstSeq") or event["seq"], event["seq"]
            newest = self._runs[-1] if self._runs else None
            if newest is not None and first <= newest.last:
                continue
            if newest is not None and newest.message_id and newest.message_id == _text_id(event):
                newest.last = last
            else:
                self._runs.append(_Run(first, last, self._next_number(event), _text_id(event)))

    def canonical(self, seq: int) -> int:
        """The canonical form of a `seq`; as it is where nothing was seen."""
        run = self._run_of(seq)
        return run.number if run else seq

    def canonical_first(self, seq: int) -> int:
        """The same of a `firstSeq`."""
        run = self._run_of(seq)
        begins_text = run is not None and run.message_id is not None and seq == run.first
        return self.canonical(seq) - (1 if begins_text else 0)

    def real(self, canonical: int) -> int:
        """The `seq` of an event, from its canonical form."""
        for run in self._runs:
            if canonical == run.number:
                return run.last
            if run.message_id and canonical == run.number - 1:
                return run.first
        return canonical

    def _run_of(self, seq: int) -> _Run | None:
        return next((run for run in self._runs if run.first <= seq <= run.last), None)

    def _next_number(self, event: Event) -> int:
        before = self._runs[-1].number if self._runs else 0
        return before + (2 if _text_id(event) else 1)


def merged(events: list[Event]) -> list[Event]:
    """The events with the pieces of each text joined."""
    joined: list[Event] = []
    for event in events:
        last = joined[-1] if joined else None
        if last is not None and _text_id(last) and _text_id(last) == _text_id(event):
            joined[-1] = _join(last, event)
        else:
            joined.append(event)
    return [_in_order(_covering_two(event) if _text_id(event) else event) for event in joined]


def _join(first: Event, second: Event) -> Event:
    text = first["content"]["text"] + second["content"]["text"]
    return {
        **first,
        "firstSeq": first.get("firstSeq") or first["seq"],
        "seq": second["seq"],
        "content": {**first["content"], "text": text},
    }


def _in_order(event: Event) -> Event:
    """What every event has comes first, then what is its own."""
    return {key: event[key] for key in _COMMON if key in event} | event


def _covering_two(event: Event) -> Event:
    first = event.get("firstSeq") or event["seq"]
    return {**event, "firstSeq": first, "content": {"type": "text"} | event["content"]}


def _text_id(event: Event) -> str | None:
    if event["type"] != "message" or event["content"].get("type") != "text":
        return None
    message_id: str = event["messageId"]
    return message_id
