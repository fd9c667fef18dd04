"""What a story says, apart from what timing decides: how answers and news fall in between."""

from dataclasses import dataclass, field

from easel_server.protocol.generate.exchange.story import Chapter, Message, Story
from easel_server.protocol.generate.exchange.timeline import merged
from easel_server.protocol.generate.exchange.transcript import DID_CHANGE, DID_UPDATE

_TOLD_AT_WILL = ("commands", "configOptions")


@dataclass(slots=True)
class Facts:
    """Answers by the id of the request, events by conversation, and the other notifications.

    Of the news how a conversation looks now (`changed`), only the last counts.
    """

    answers: dict[int, Message] = field(default_factory=dict)
    events: dict[str, list[Message]] = field(default_factory=dict)
    changed: dict[str, Message] = field(default_factory=dict)
    others: list[Message] = field(default_factory=list)


def facts_of(story: Story) -> dict[str, Facts]:
    """The facts of each chapter, which a replay must reproduce."""
    return {chapter.name: _facts_of(chapter) for chapter in story.chapters}


def told_at_will(story: Story) -> list[Message]:
    """What agents told about commands and options in the whole story, without repetitions.

    They tell it at any moment, also twice.
    """
    told: list[Message] = []
    for event in _events(story):
        if _is_told_at_will(event) and _unnumbered(event) not in told[-1:]:
            told.append(_unnumbered(event))
    return told


def _facts_of(chapter: Chapter) -> Facts:
    facts = Facts()
    for message in _received(chapter):
        params = message.get("params")
        match message.get("method"):
            case None:
                facts.answers[message["id"]] = message
            case method if method == DID_UPDATE and params is not None:
                _add_events(facts, params["conversationId"], params["events"])
            case method if method == DID_CHANGE and params is not None:
                facts.changed[params["conversation"]["id"]] = message
            case _:
                facts.others.append(message)
    return facts


def _add_events(facts: Facts, conversation: str, events: list[Message]) -> None:
    known = facts.events.get(conversation, [])
    news = [event for event in events if not _is_told_at_will(event)]
    if known or news:
        facts.events[conversation] = [_unnumbered(event) for event in merged([*known, *news])]


def _events(story: Story) -> list[Message]:
    return [
        event
        for chapter in story.chapters
        for message in _received(chapter)
        if message.get("method") == DID_UPDATE
        for event in message["params"]["events"]
    ]


def _received(chapter: Chapter) -> list[Message]:
    return [step.receive for step in chapter.steps if step.receive is not None]


def _is_told_at_will(event: Message) -> bool:
    return any(name in event for name in _TOLD_AT_WILL)


def _unnumbered(event: Message) -> Message:
    """What falls in between moves the numbers of the others."""
    return event | {"seq": 0, "firstSeq": 0}
