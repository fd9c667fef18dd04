"""Examples do not depend on what differs from run to run."""

from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from easel_server.protocol.generate.exchange.facts import facts_of, told_at_will
from easel_server.protocol.generate.exchange.names import Names
from easel_server.protocol.generate.exchange.player import has
from easel_server.protocol.generate.exchange.shortening import MORE, only, shortened
from easel_server.protocol.generate.exchange.story import Chapter, Message, Step, Story
from easel_server.protocol.generate.exchange.transcript import Said, Transcript

CONVERSATION = "c0ffee00c0ffee00"
CHAPTER = Chapter(name="chapter", title="A chapter", steps=())


def event(type_: str, seq: int, **fields: Any) -> Message:
    return {"type": type_, "seq": seq, "at": f"2026-02-03T04:05:06.{seq:03}Z", **fields}


def piece(seq: int, text: str, *, append: bool, first_seq: int | None = None) -> Message:
    content = {"type": "text", "text": text}
    fields = {} if first_seq is None else {"firstSeq": first_seq}
    return event("message", seq, messageId="m", content=content, append=append, **fields)


def updates(*groups: list[Message]) -> list[Message]:
    return [
        {
            "jsonrpc": "2.0",
            "method": "easel/conversation/didUpdate",
            "params": {"conversationId": CONVERSATION, "events": group},
        }
        for group in groups
    ]


def canonical(messages: list[Message]) -> Story:
    transcript = Transcript(Names(Path("/tmp/somewhere"), "/opt/python"))
    for message in messages:
        transcript.received(message)
    steps = transcript.canonical(CHAPTER, [Said(message) for message in messages])
    return Story(chapters=(Chapter(name="chapter", title="A chapter", steps=steps),))


def streamed(text: str, cuts: list[int], frames: list[bool]) -> list[Message]:
    """An event, a text cut into pieces, an event; a new frame begins where `frames` says."""
    bounds = [0, *sorted({cut for cut in cuts if 0 < cut < len(text)}), len(text)]
    pieces = [text[a:b] for a, b in pairwise(bounds)]
    events = [event("turnStarted", 1)]
    events += [piece(2 + i, part, append=i > 0) for i, part in enumerate(pieces)]
    events.append(event("turnEnded", 2 + len(pieces)))
    groups: list[list[Message]] = [[]]
    for index, one in enumerate(events):
        if index and frames[index % len(frames)]:
            groups.append([])
        groups[-1].append(one)
    return updates(*groups)


@given(
    st.lists(st.integers(1, 19), max_size=8),
    st.lists(st.booleans(), min_size=1, max_size=9),
)
def test_how_a_text_is_cut_and_framed_makes_no_difference(
    cuts: list[int], frames: list[bool]
) -> None:
    text = "twenty characters ok"
    assert canonical(streamed(text, cuts, frames)) == canonical(streamed(text, [], [False]))


def test_a_text_counts_for_two_events_and_everything_else_for_one() -> None:
    [chapter] = canonical(streamed("abc", [1, 2], [False])).chapters
    assert chapter.steps[0].receive is not None
    events = chapter.steps[0].receive["params"]["events"]
    places = [(one["type"], one.get("firstSeq"), one["seq"]) for one in events]
    assert places == [("turnStarted", None, 1), ("message", 2, 3), ("turnEnded", None, 4)]


def test_places_in_requests_are_translated_both_ways() -> None:
    transcript = Transcript(Names(Path("/tmp/somewhere"), "/opt/python"))
    for message in streamed("abcdef", [1, 2, 3], [False]):
        transcript.received(message)
    request = {"params": {"conversationId": "conversation-1", "sinceSeq": 3, "beforeSeq": 4}}
    real = transcript.real(request)["params"]
    assert real == {"conversationId": CONVERSATION, "sinceSeq": 5, "beforeSeq": 6}


def test_the_same_id_has_the_same_name_everywhere_also_inside_texts() -> None:
    names = Names(Path("/tmp/somewhere"), "/opt/python")
    names.learn({"turnId": "0123456789", "permissionId": "1-1"})
    message = {"turnId": "0123456789", "text": "turn 0123456789 at 1-1", "permissionId": "1-1"}
    expected = {"turnId": "turn-1", "text": "turn turn-1 at 1-1", "permissionId": "permission-1"}
    assert names.canonical(message) == expected
    assert names.real({"turnId": "turn-1"}) == {"turnId": "0123456789"}


def test_paths_are_those_of_a_home_that_is_nobodys() -> None:
    names = Names(Path("/tmp/somewhere"), "/opt/python")
    shown = names.canonical({"uri": "file:///tmp/somewhere/project/a", "command": ["/opt/python"]})
    assert shown == {"uri": "file:///home/you/project/a", "command": ["/usr/bin/python3"]}
    assert names.real("file:///home/you/project/a") == "file:///tmp/somewhere/project/a"


def test_what_an_agent_tells_at_will_may_come_anywhere_and_twice() -> None:
    options = event("metadataChanged", 2, configOptions=[{"id": "mode"}])
    early = updates([event("turnStarted", 1), options, event("turnEnded", 3)])
    late = updates(
        [event("turnStarted", 1), event("turnEnded", 2)],
        [options | {"seq": 3}, options | {"seq": 4}],
    )
    assert facts_of(canonical(early)) == facts_of(canonical(late))
    assert told_at_will(canonical(early)) == told_at_will(canonical(late))


def test_another_order_of_events_is_a_difference() -> None:
    one = updates([event("turnStarted", 1), event("turnEnded", 2)])
    other = updates([event("turnEnded", 1), event("turnStarted", 2)])
    assert facts_of(canonical(one)) != facts_of(canonical(other))


def test_what_is_left_out_leaves_a_mark() -> None:
    commands = [{"name": name} for name in ("a", "b", "c")]
    assert shortened({"commands": commands}, ()) == {"commands": [*commands[:2], MORE]}
    assert shortened({"commands": ["a", "b", "c"]}, ()) == {"commands": ["a", "b", "…"]}
    assert shortened({"commands": commands[:2]}, ()) == {"commands": commands[:2]}


def test_only_some_members_of_a_result_can_be_kept() -> None:
    result = {"a": 1, "b": {"c": 2, "d": 3}, "e": 4}
    assert only(result, ["b.c", "e"]) == {"b": {"c": 2, **MORE}, "e": 4, **MORE}


def test_a_condition_asks_for_some_members_at_any_depth() -> None:
    value = {"a": {"b": [{"c": 1, "d": 2}, 3]}}
    assert has(value, {"a": {"b": [{"c": 1}]}})
    assert has(value, {"a": {"b": ["…", 3]}})
    assert not has(value, {"a": {"b": [{"c": 2}]}})
    assert not has(value, {"x": "…"})


def test_a_message_of_the_client_stays_as_the_story_has_it() -> None:
    step = Step(send={"id": 1, "method": "easel/status"})
    transcript = Transcript(Names(Path("/tmp/somewhere"), "/opt/python"))
    assert transcript.canonical(CHAPTER, [Said({"id": 1}, step)]) == (step,)
