"""What is typed in a chat, before it goes anywhere."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from easel_conversation.events import CancelRequested
from easel_conversation.values import CancelRung
from easel_server.cli.chat.completer import ChatCompleter, Suggestion, Suggestions
from easel_server.cli.chat.input import CommandLine, PromptText, read_input
from easel_server.cli.chat.mentions import content_of
from easel_server.cli.chat.turn_state import StopAction, TurnState
from easel_testing.transcripts import TURN, ended, started


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/mode  ask ", CommandLine("mode", "ask")),
        ("/quit", CommandLine("quit", "")),
        ("/plan it", PromptText("/plan it")),
        ("//mode ask", PromptText("/mode ask")),
        ("/mode/file is broken", PromptText("/mode/file is broken")),
        ("what does /mode do?", PromptText("what does /mode do?")),
    ],
)
def test_a_slash_is_a_command_of_easel_only_if_easel_has_it(
    typed: str, meant: CommandLine | PromptText
) -> None:
    assert read_input(typed, {"mode", "quit"}) == meant


def test_a_mentioned_file_becomes_a_link_beside_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.py").touch()
    (tmp_path / "my notes.md").touch()
    text = 'Compare @a.py, @"my notes.md" (see @a.py) and mail me@a.py or @nobody'
    blocks = content_of(text, tmp_path)
    assert blocks[0] == {"type": "text", "text": text}
    assert [(block["type"], block["name"]) for block in blocks[1:]] == [
        ("resource_link", "a.py"),
        ("resource_link", "my notes.md"),
    ]
    assert blocks[1]["uri"] == (tmp_path / "a.py").as_uri()
    assert blocks[1]["mimeType"] == "text/x-python"


@pytest.mark.parametrize("text", ["@", "@\0", "@" + "x" * 5000, '@"', "@."])
def test_a_strange_mention_does_no_harm(text: str, tmp_path: Path) -> None:
    assert content_of(text, tmp_path)[0]["text"] == text


def completed(typed: str, folder: Path) -> list[str]:
    completer = ChatCompleter(
        Suggestions(
            commands=lambda: [Suggestion("/mode"), Suggestion("/model"), Suggestion("//help")],
            arguments=lambda name, typed: [Suggestion(f"{name}-{len(typed)}")],
            cwd=lambda: folder,
        )
    )
    found = completer.get_completions(Document(typed), CompleteEvent())
    return [typed[: len(typed) + word.start_position] + word.text for word in found]


def test_commands_and_their_arguments_are_completed(tmp_path: Path) -> None:
    assert completed("/mo", tmp_path) == ["/mode", "/model"]
    assert completed("//", tmp_path) == ["//help"]
    assert completed("/mode m", tmp_path) == ["/mode mode-0"]
    assert completed("/option x o", tmp_path) == ["/option x option-1"]
    assert completed("say /mo", tmp_path) == []


def test_files_are_completed_behind_an_at(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.py").touch()
    (tmp_path / "my file").touch()
    (tmp_path / ".hidden").touch()
    assert completed("see @", tmp_path) == ['see @"my file"', "see @src/"]
    assert completed("see @src/m", tmp_path) == ["see @src/main.py"]
    assert completed('see @"my', tmp_path) == ['see @"my file"']
    assert completed("see @.", tmp_path) == ["see @.hidden"]
    assert completed("see @none/", tmp_path) == []


def rung(reached: CancelRung) -> CancelRequested:
    return CancelRequested(turn_id=TURN, rung=reached, verb="cancel")


@pytest.mark.parametrize(
    ("rungs", "action"),
    [([], "cancel"), (["sent"], "wait"), (["sent", "timeout"], "interrupt")],
)
def test_ctrl_c_climbs_the_ladder_one_rung_at_a_time(
    rungs: list[CancelRung], action: StopAction
) -> None:
    state = TurnState().after(started())
    for reached in rungs:
        state = state.after(rung(reached))
    assert state.on_stop() == action
    assert state.after(ended()).on_stop() == "nothing"


def test_the_time_of_a_turn_counts_from_its_start() -> None:
    assert datetime.fromisoformat(TurnState().after(started()).started_at) == datetime(
        2026, 1, 1, 10, tzinfo=UTC
    )
