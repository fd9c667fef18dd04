"""From events to what is read."""

from msgspec.structs import replace

from easel_conversation.events import (
    CancelRequested,
    CanvasesChanged,
    MetadataChanged,
    PermissionRequested,
    PermissionResolved,
    Plan,
    PromptQueued,
    SessionLoadFailed,
    StatusChanged,
    TurnEnded,
    Unknown,
)
from easel_conversation.ids import AcpSessionId, PermissionId
from easel_conversation.kept_canvas import KeptCanvas
from easel_conversation.values import Cost, ErrorInfo, SessionLoadError, Usage
from easel_server.cli.render.open_message import MAX_LIVE_CHARACTERS
from easel_server.cli.render.transcript import Transcript
from easel_testing.transcripts import (
    EDIT,
    TURN,
    called,
    ended,
    said,
    shown,
    shown_events,
    shown_pieces,
    started,
)


def test_a_turn_reads_as_prompt_answer_and_end() -> None:
    text = shown_events(started("Hi\nthere"), said("One.\n\nTwo"), said(" more."), ended())
    assert text == "> Hi\n> there\n\nOne.\n\nTwo more.\n\nDone · 2.5 s\n"


def test_only_finished_blocks_are_printed_and_the_open_one_is_live() -> None:
    transcript = Transcript()
    assert shown_pieces(transcript.feed(said("One.\n\n"))) == ""
    assert shown_pieces(transcript.feed(said("Two.\n\nThree\n"))) == "One.\n\nTwo.\n"
    assert transcript.live() is not None
    assert shown(transcript.live() or "") == "Three\n"


def test_a_long_open_block_is_live_by_its_end_only() -> None:
    transcript = Transcript()
    transcript.feed(said("x" * 100_000))
    assert len(shown(transcript.live() or "")) < MAX_LIVE_CHARACTERS * 1.1


def test_thoughts_and_answers_are_told_apart() -> None:
    text = shown_events(said("Hm.", role="thought", message="m0"), said("Yes."), ended())
    assert text.startswith("│ Hm.\n\nYes.\n")


def test_a_running_tool_call_is_live_and_printed_once_it_has_ended() -> None:
    transcript = Transcript()
    running = replace(EDIT, status="in_progress", content=())
    assert transcript.feed(called(running)) == []
    assert shown(transcript.live() or "") == "▸ Edit a.py  runs\n"
    done = called(replace(EDIT, status="completed"))
    assert "✓ Edit a.py" in shown_pieces(transcript.feed(done))
    assert transcript.feed(done) == []
    assert transcript.live() is None


def test_a_stopped_tool_call_that_completed_after_all_is_corrected() -> None:
    transcript = Transcript()
    transcript.feed(called(replace(EDIT, status="cancelled")))
    assert transcript.feed(called(replace(EDIT, status="failed"))) == []
    assert transcript.feed(called(replace(EDIT, status="completed"))) != []


def test_news_of_a_running_tool_call_does_not_cut_the_text_that_streams_beside_it() -> None:
    running = called(replace(EDIT, status="in_progress", content=()))
    text = shown_events(running, said("Half a "), running, said("sentence."), ended())
    assert "Half a sentence." in text


def test_the_plan_is_live_and_printed_as_it_was_in_the_end() -> None:
    transcript = Transcript()
    entries = ({"content": "Look", "status": "in_progress"}, {"content": "Act"})
    transcript.feed(Plan(turn_id=TURN, entries=entries))
    assert shown(transcript.live() or "") == "Plan\n ▸ Look\n ○ Act\n"
    done = tuple({**entry, "status": "completed"} for entry in entries)
    transcript.feed(Plan(turn_id=TURN, entries=done))
    assert "Plan\n ✓ Look\n ✓ Act\n" in shown_pieces(transcript.feed(ended()))


def asked() -> PermissionRequested:
    options = (
        {"optionId": "o1", "name": "Allow once", "kind": "allow_once"},
        {"optionId": "o2", "name": "Reject", "kind": "reject_once"},
    )
    return PermissionRequested(
        turn_id=TURN, permission_id=PermissionId("p1"), tool_call=EDIT, options=options
    )


def test_a_permission_is_asked_with_its_diff_which_is_not_repeated() -> None:
    outcome = {"outcome": "selected", "optionId": "o1"}
    resolved = PermissionResolved(permission_id=PermissionId("p1"), outcome=outcome, by="easel")
    text = shown_events(asked(), resolved, called(replace(EDIT, status="completed")))
    assert text == (
        "? Edit a.py  needs permission\n"
        "  /p/a.py  +1 -1\n"
        "  @@ -1 +1 @@\n"
        "  -one\n"
        "  +two\n"
        "  → Allow once\n"
        "\n"
        "✓ Edit a.py\n"
    )


def test_a_permission_that_a_stop_closed_says_that_nothing_was_chosen() -> None:
    outcome = {"outcome": "cancelled"}
    resolved = PermissionResolved(permission_id=PermissionId("p1"), outcome=outcome, by="cancel")
    assert "→ nothing chosen" in shown_events(asked(), resolved)


def test_a_failed_turn_says_why_once() -> None:
    error = ErrorInfo(kind="agentCrashed", message="The agent ended (exit code 70).")
    status = StatusChanged(execution_status="error", process_status="crashed", error=error)
    crashed = TurnEnded(turn_id=TURN, at=ended().at, reason="crashed", error=error)
    text = shown_events(started(), status, crashed, status)
    assert text.count("exit code 70") == 1


def test_an_agent_that_does_not_start_says_why_without_a_turn() -> None:
    error = ErrorInfo(kind="agentUnavailable", message="'qwen' is not on PATH.")
    status = StatusChanged(execution_status="error", process_status="parked", error=error)
    assert shown_events(status) == "'qwen' is not on PATH.\n"


def test_usage_and_cost_are_part_of_the_end() -> None:
    usage = Usage(context_used=500, context_size=1000, cost=Cost(amount=0.25, currency="USD"))
    counts = Usage(input_tokens=1200, output_tokens=90)
    end = TurnEnded(turn_id=TURN, reason="completed", usage=counts)
    text = shown_events(MetadataChanged(usage=usage), end)
    assert text == "Done · 1.2k tokens in, 90 out · context 50% · 0.25 USD\n"


def test_notes_do_not_cut_the_answer_that_streams() -> None:
    queued = PromptQueued(turn_id=TURN, prompt=({"type": "text", "text": "Next"},))
    text = shown_events(said("Half a "), queued, said("sentence."), ended())
    assert text.startswith("Queued: Next\n\nHalf a sentence.\n")


def test_an_agent_that_does_not_answer_a_stop_is_told_of() -> None:
    timeout = CancelRequested(turn_id=TURN, rung="timeout", verb="cancel")
    assert shown_events(timeout) == "The agent did not answer.\n"


def test_a_lost_session_is_never_silent() -> None:
    error = SessionLoadError(
        kind="notFound", message="No such session.", acp_session_id=AcpSessionId("s")
    )
    failed = SessionLoadFailed(error=error, fallback="fresh", previous_session_id=AcpSessionId("s"))
    text = " ".join(shown_events(failed).split())
    assert text == (
        "The agent's session could not be restored: No such session. It goes on with a new "
        "session and does not remember what was said; /recap tells it."
    )


def test_what_is_not_known_is_shown_as_it_came() -> None:
    text = shown_events(Unknown(update={"sessionUpdate": "dance", "tempo": 120}))
    assert text.startswith('The agent sent something new: {"sessionUpdate":"dance"')


def test_an_image_is_named() -> None:
    image = replace(said(""), content={"type": "image", "mimeType": "image/png", "data": "…"})
    assert shown_events(image) == "[image image/png]\n"


def test_a_canvas_is_told_of_when_it_is_opened_and_not_at_each_change() -> None:
    def shows(title: str, name: str = "table-1") -> CanvasesChanged:
        canvas = KeptCanvas(
            instance_id=name, canvas_id="table", extension_id="easel", input={}, title=title
        )
        return CanvasesChanged(opened=canvas)

    text = shown_events(shows("Sales"), shows("Sales 2"), CanvasesChanged(closed="table-1"))
    assert text == "▣ Sales (canvas table-1)\n"
    text = shown_events(shows("A"), CanvasesChanged(closed="table-1"), shows("B"), shows("C", "x"))
    assert text.splitlines() == [
        "▣ A (canvas table-1)",
        "▣ B (canvas table-1)",
        "▣ C (canvas x)",
    ]
