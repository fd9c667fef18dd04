"""What was said in a story, as it was said, and the same in canonical form."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from easel_server.protocol.generate.exchange.names import Names
from easel_server.protocol.generate.exchange.shortening import is_conversation_info, only, shortened
from easel_server.protocol.generate.exchange.story import Chapter, Message, Step
from easel_server.protocol.generate.exchange.timeline import Timeline, merged

DID_UPDATE: Final = "easel/conversation/didUpdate"
_MEMBERS: Final = ("id", "method", "params", "result", "error")
DID_CHANGE: Final = "easel/conversation/didChange"

_SEQS: Final = frozenset({"seq", "firstSeq", "sinceSeq", "beforeSeq"})


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it went over the wire. `step` is the step of the client's messages."""

    message: Message
    step: Step | None = None


@dataclass(slots=True)
class Transcript:
    """Collects what is said, and learns what the names in it stand for."""

    names: Names
    _requests: dict[int, Message] = field(default_factory=dict)
    _timelines: dict[str | None, Timeline] = field(default_factory=lambda: defaultdict(Timeline))

    def sent(self, message: Message) -> None:
        """Take in a message of the client."""
        if "method" in message and "id" in message:
            self._requests[message["id"]] = message

    def received(self, message: Message) -> None:
        """Take in a message of the server: what it names for the first time gets its name."""
        self.names.learn(message)
        if events := events_of(message):
            self._timelines[self._conversation(message)].learn(events)

    def real(self, message: Message) -> Message:
        """A message of a story as it is to be sent."""
        real: Message = self.names.real(message)
        params = real.get("params")
        if isinstance(params, dict):
            timeline = self._timelines[params.get("conversationId")]
            for name in _SEQS & params.keys():
                params[name] = timeline.real(params[name])
        return real

    def canonical(self, chapter: Chapter, said: list[Said]) -> tuple[Step, ...]:
        """The steps of a chapter, from what was said in it."""
        steps: list[Step] = []
        for one in said:
            if one.step is not None:
                steps.append(one.step)
            elif _is_shown(chapter, one.message):
                self._add(steps, self._canonical_message(one.message), chapter)
        return tuple(steps)

    def _add(self, steps: list[Step], message: Message, chapter: Chapter) -> None:
        before = steps[-1].receive if steps else None
        if before is not None and _continues(before, message):
            steps[-1] = Step(receive=_joined(before, message))
        else:
            kept = shortened(_kept(message, chapter), chapter.info)
            steps.append(Step(receive=kept))

    def _canonical_message(self, message: Message) -> Message:
        plain = {key: message[key] for key in _MEMBERS if key in message}
        renumbered = self._renumbered(plain, self._conversation(message))
        canonical: Message = self.names.canonical(renumbered)
        return canonical

    def _renumbered(self, value: Any, conversation: str | None) -> Any:
        if isinstance(value, list):
            return [self._renumbered(item, conversation) for item in value]
        if not isinstance(value, dict):
            return value
        if is_conversation_info(value):
            conversation = value["id"]
        timeline = self._timelines[conversation]
        renumbered: Message = {}
        for key, item in value.items():
            if key == "firstSeq":
                renumbered[key] = timeline.canonical_first(item)
            elif key in _SEQS:
                renumbered[key] = timeline.canonical(item)
            else:
                events = merged(item) if key == "events" else item
                renumbered[key] = self._renumbered(events, conversation)
        return renumbered

    def _conversation(self, message: Message) -> str | None:
        """The id of the conversation that a message is about."""
        request = self._requests.get(message.get("id", 0), {})
        for part in (message.get("params"), message.get("result"), request.get("params")):
            if isinstance(part, dict):
                found = part.get("conversationId") or part.get("conversation", {}).get("id")
                if found:
                    return str(found)
        return None


def events_of(message: Message) -> list[Message]:
    """The events that a message of the server carries."""
    for part in (message.get("params"), message.get("result")):
        if isinstance(part, dict) and isinstance(part.get("events"), list):
            return list(part["events"])
    return []


def _is_shown(chapter: Chapter, message: Message) -> bool:
    """Standard LSP notifications are left out, and those that come whenever something changes."""
    method = message.get("method")
    if method is None or method in chapter.show:
        return True
    return str(method).startswith("easel/") and method != DID_CHANGE


def _continues(before: Message, message: Message) -> bool:
    """Whether both are news of one conversation; how they are split depends on timing."""
    if not (before.get("method") == message.get("method") == DID_UPDATE):
        return False
    same: bool = before["params"]["conversationId"] == message["params"]["conversationId"]
    return same


def _joined(before: Message, message: Message) -> Message:
    events = merged([*before["params"]["events"], *shortened(message["params"]["events"], ())])
    return {**before, "params": {**before["params"], "events": events}}


def _kept(message: Message, chapter: Chapter) -> Message:
    """The message with only those members of its result that its request's step keeps."""
    for step in chapter.steps:
        if step.keep and step.send is not None and step.send.get("id") == message.get("id"):
            return {**message, "result": only(message["result"], step.keep)}
    return message
