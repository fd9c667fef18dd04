"""A turn on the terminal and in a pipe."""

import io

import pytest
from rich.console import Console

from easel_server.cli.turn_view import Printer, RawAnswer, TurnView
from easel_testing.transcripts import ended, said, started


def test_what_was_written_stays_when_the_turn_does_not_end() -> None:
    shown = io.StringIO()
    view = TurnView(answer=Printer(Console(file=shown)))
    view.show(started())
    view.show(said("One.\n\nHalf a sen"))
    assert shown.getvalue() == "One.\n"
    view.end()
    assert shown.getvalue() == "One.\n\nHalf a sen\n"


def test_a_pipe_gets_the_answer_as_it_was_written_and_whole_lines_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    view = TurnView(raw=RawAnswer())
    for event in (
        said("# One\n\n"),
        said("thinking", role="thought", message="m2"),
        said("Two", message="m3"),
        said(" \x1b[31mthree", message="m3"),
        ended(),
    ):
        view.show(event)
    view.end()
    assert capsys.readouterr().out == "# One\n\nTwo three\n"
