"""How much of a terminal's output is shown, and therefore lies in the log."""

import pytest

from easel_acp.terminals.values import ExitStatus, TerminalId, TerminalOutput
from easel_acp.worker.live_terminals import (
    FRAME_SECONDS,
    SHOWN_CHARACTERS,
    SHOWN_SLOWLY,
    STEP_CHARACTERS,
    LiveTerminals,
)
from easel_conversation.ids import ToolCallId
from easel_conversation.inputs import TerminalUpdate, ToolCallUpdate
from easel_conversation.values import JsonObject

ID = TerminalId("t1")
ENDLESS = "x" * (2 * SHOWN_CHARACTERS)
HOUR = 60 * 60


class Watched:
    """A terminal that prints without a pause, on a clock that the test moves."""

    def __init__(self, text: str = ENDLESS) -> None:
        self.now = 0.0
        self.output = TerminalOutput(text, truncated=False, exit_status=None)
        self.told: list[TerminalUpdate] = []
        self.live = LiveTerminals(self.told.extend, lambda: self.now)

    def print_for(self, seconds: float, step: float = FRAME_SECONDS) -> None:
        """Let time pass, with news in every step of it."""
        for _ in range(round(seconds / step)):
            self.live.changed(ID)
            self.told.extend(self.live.due(lambda _: self.output))
            self.now += step

    @property
    def characters(self) -> int:
        return sum(len(update.output) for update in self.told)


def test_a_terminal_that_prints_for_ever_leaves_a_bounded_trace() -> None:
    terminal = Watched()
    terminal.print_for(HOUR)
    after_an_hour = terminal.characters
    terminal.print_for(23 * HOUR, step=1)

    assert after_an_hour < 10 * STEP_CHARACTERS
    assert terminal.characters < 16 * STEP_CHARACTERS


def test_what_a_terminal_prints_is_shown_frame_by_frame_at_first() -> None:
    terminal = Watched("a few lines")

    terminal.print_for(60)

    assert len(terminal.told) == 60 / FRAME_SECONDS


def naming(terminal_id: object) -> ToolCallUpdate:
    """A tool call in which an agent says that a terminal is to be shown."""
    content: JsonObject = {"type": "terminal", "terminalId": terminal_id}
    return ToolCallUpdate(ToolCallId("call"), created=False, content=(content,))


def test_what_was_printed_before_a_tool_call_names_the_terminal_is_shown_in_it() -> None:
    terminal = Watched("all there is")
    terminal.print_for(FRAME_SECONDS)

    terminal.live.embedded((naming(ID),))
    again = terminal.live.due(lambda _: terminal.output)

    assert [update.output for update in again] == ["all there is"]


@pytest.mark.parametrize("unknown", ["unheard of", None, ["a", "list"]])
def test_a_tool_call_that_names_no_terminal_that_there_is_shows_nothing(unknown: object) -> None:
    terminal = Watched()
    terminal.print_for(FRAME_SECONDS)

    terminal.live.embedded((naming(unknown),))

    assert terminal.live.due(lambda _: terminal.output) == ()


def test_a_terminal_that_is_shown_rarely_still_shows_its_newest_lines() -> None:
    terminal = Watched()
    terminal.print_for(HOUR)
    terminal.output = TerminalOutput(ENDLESS + "newest", truncated=False, exit_status=None)

    terminal.print_for(120)

    assert terminal.told[-1].output.endswith("newest")
    assert len(terminal.told[-1].output) == SHOWN_SLOWLY
    assert terminal.told[-1].truncated


@pytest.mark.parametrize("how", ["ends", "is released"])
def test_the_end_of_a_terminal_is_shown_at_once_and_in_full(how: str) -> None:
    terminal = Watched()
    terminal.print_for(HOUR)
    last = TerminalOutput(ENDLESS, truncated=False, exit_status=ExitStatus(3, None))
    terminal.output = last

    if how == "ends":
        terminal.print_for(FRAME_SECONDS)
    else:
        terminal.live.released(ID, last)

    assert terminal.told[-1].exit_code == 3
    assert len(terminal.told[-1].output) == SHOWN_CHARACTERS
