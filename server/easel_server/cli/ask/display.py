"""What `easel ask` shows where, by what stdout and stderr are."""

import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from rich.console import Console

from easel_server.cli import console
from easel_server.cli.questions.answerer import Answerer, ByPerson, Rule
from easel_server.cli.render.permission import Answer
from easel_server.cli.turn_view import Printer, RawAnswer, TurnView


@dataclass(frozen=True, slots=True)
class Display:
    """How the turn is shown, and where errors go."""

    view: TurnView
    errors: Console
    is_quiet: bool

    def waiting(self, what: str) -> AbstractContextManager[object]:
        """Say what is waited for, unless that is not wanted."""
        return nullcontext() if self.is_quiet else console.waiting(self.errors, what)


def display(*, as_json: bool, quiet: bool) -> Display:
    """Markdown on a terminal, raw text into a pipe, nothing on stdout yet for JSON."""
    errors = console.stderr()
    if sys.stdout.isatty() and not console.is_dumb() and not as_json:
        answer = Printer(console.stdout())
        shared = sys.stderr.isatty()
        notes = None if quiet else (answer if shared else Printer(errors))
        view = TurnView(answer=answer, notes=notes, is_live=True)
        return Display(view, answer.console if shared else errors, quiet)
    raw = None if as_json else RawAnswer()
    return Display(TurnView(raw=raw, notes=None if quiet else Printer(errors)), errors, quiet)


def answerer(shown: Display, permissions: Answer | None) -> Answerer:
    """Who answers the agent's questions: a rule, else a person, else nobody says yes."""
    if permissions is not None:
        return Rule(permissions)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return Rule("reject")
    from easel_server.cli.ask.person import AtTerminal  # noqa: PLC0415  (0.2 s for a prompt)

    return ByPerson(AtTerminal(shown.errors, shown.view.live))
