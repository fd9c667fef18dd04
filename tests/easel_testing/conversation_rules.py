"""What must hold of the events of every conversation, whatever happened in it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

_OVER = {"completed", "failed"}
_OVER_FOR_NOW = {"cancelled", "interrupted"}


def check_events(events: Iterable[Json]) -> None:
    """Fail if events that a client got, from the first on, break a rule of conversations."""
    checker = _Checker()
    for event in events:
        checker.take(event)
    checker.at_the_end()


class _Checker:
    """Follows one conversation."""

    def __init__(self) -> None:
        self._reached = 0
        self._live: str | None = None
        self._ended: Counter[str] = Counter()
        self._tools: dict[tuple[str, str], str] = {}
        self._asked: dict[str, str] = {}
        self._answered: Counter[str] = Counter()

    def take(self, event: Json) -> None:
        first = event.get("firstSeq", event["seq"])
        assert first == self._reached + 1, f"a gap before {event}"
        self._reached = event["seq"]
        match event["type"]:
            case "turnStarted":
                assert self._live is None, f"{event['turnId']} began during {self._live}"
                self._live = event["turnId"]
            case "turnEnded":
                self._turn_ended(event)
            case "toolCall":
                self._tool_call(event)
            case "permissionRequested":
                self._asked[event["permissionId"]] = event["turnId"]
            case "permissionResolved":
                self._answered[event["permissionId"]] += 1

    def at_the_end(self) -> None:
        """Nothing that belongs to an ended turn is open."""
        assert set(self._ended.values()) <= {1}, f"ended more than once: {self._ended}"
        assert set(self._answered.values()) <= {1}, f"answered more than once: {self._answered}"

    def _turn_ended(self, event: Json) -> None:
        turn = event["turnId"]
        assert self._live == turn, f"{turn} ended while {self._live} was live"
        self._live = None
        self._ended[turn] += 1
        for permission, asked_in in self._asked.items():
            assert asked_in != turn or self._answered[permission], f"{permission} was left open"
        for (of_turn, tool), status in self._tools.items():
            assert of_turn != turn or status in _OVER | _OVER_FOR_NOW, f"{tool} was left {status}"

    def _tool_call(self, event: Json) -> None:
        call = event["toolCall"]
        key = (event["turnId"], call["toolCallId"])
        before, now = self._tools.get(key), call["status"]
        if before in _OVER:
            assert now == before, f"{key} went from {before} to {now}"
        if before in _OVER_FOR_NOW:
            assert now in {before, *_OVER}, f"{key} went from {before} to {now}"
        self._tools[key] = now
