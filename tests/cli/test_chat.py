"""`easel chat` in a real terminal."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import psutil
import pytest

from easel_server.cli.render.plain import plain
from easel_testing.cli import EASEL, WAIT_SECONDS, Home, make_home

ENTER = "\r"
NEW_LINE = "\x1b\r"
CTRL_C = "\x03"
CTRL_D = "\x04"


class Terminal:
    """A chat in a terminal of 80 columns."""

    def __init__(self, home: Home, *arguments: str) -> None:
        self.process = pexpect.spawn(
            EASEL[0],
            [*EASEL[1:], "chat", *arguments],
            cwd=str(home.project),
            env=home.env,
            encoding="utf-8",
            dimensions=(40, 80),
        )
        self._drawn = ""
        self._read_up_to = 0

    def see(self, text: str) -> None:
        """Wait until that is drawn, after everything that was seen before."""
        deadline = time.monotonic() + WAIT_SECONDS
        while (at := plain(self._drawn).find(text, self._read_up_to)) < 0:
            assert time.monotonic() < deadline, self._missing(text)
            try:
                self._drawn += self.process.read_nonblocking(65536, timeout=0.2)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF as error:
                raise AssertionError(self._missing(text)) from error
        self._read_up_to = at + len(text)

    def type(self, *keys: str) -> None:
        self.process.send("".join(keys))

    def prompt(self, *lines: str) -> None:
        """Send a prompt of several lines."""
        self.type(NEW_LINE.join(lines), ENTER)

    def _missing(self, text: str) -> str:
        return f"{text!r} was not drawn, but: {plain(self._drawn)[self._read_up_to :]}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_home(tmp_path_factory.mktemp("chat") / "home")


@pytest.fixture(scope="module")
def running(home: Home) -> Iterator[Terminal]:
    terminal = Terminal(home)
    terminal.see("Ctrl-D leaves.")
    yield terminal
    terminal.process.close(force=True)


@pytest.fixture
def chat(running: Terminal) -> Terminal:
    """A chat without a turn; every test leaves it so."""
    return running


def test_an_answer_streams_in_as_markdown(chat: Terminal) -> None:
    chat.prompt("say # Head", 'say "\\n\\nsome **bold** words"', "sleep 50", "say .")
    chat.see("> say # Head")
    chat.see("some ")
    chat.see("bold")
    chat.see("Done")


def test_a_permission_is_answered_by_a_letter_and_by_nothing_else(chat: Terminal) -> None:
    chat.prompt("tool c1", "permission c1 title=Deploy yes:allow_once no:reject_once")
    chat.see("Deploy  needs permission")
    chat.see("[1/y]")
    chat.see("Deploy?")
    chat.type(ENTER)
    chat.see("Please type one of 1/y, 2/n.")
    chat.type("y", ENTER)
    chat.see("permission c1: selected yes")
    chat.see("Done")


def test_what_was_being_typed_survives_a_question(chat: Terminal) -> None:
    chat.prompt("sleep 300", "permission c1 title=Deploy yes:allow_once no:reject_once")
    chat.see("Working")
    chat.type("say half a sent")
    chat.see("Deploy?")
    chat.type("2", ENTER)
    chat.see("selected no")
    chat.see("Done")
    chat.type("ence", ENTER)
    chat.see("> say half a sentence")
    chat.see("Done")


def test_ctrl_c_stops_the_turn_and_what_was_written_stays(chat: Terminal) -> None:
    chat.prompt("say These words stay.", "hang")
    chat.see("These words stay.")
    chat.type(CTRL_C)
    chat.see("These words stay.")
    chat.see("Stopped; what was written stays")


def test_ctrl_c_again_forces_an_agent_that_does_not_answer(chat: Terminal) -> None:
    chat.prompt("on-cancel ignore", "say stubborn", "hang")
    chat.see("Working")
    chat.type(CTRL_C)
    chat.see("Stopping")
    chat.see("Press Ctrl-C again")
    chat.type(CTRL_C)
    chat.see("nterrupted")


def test_what_is_typed_while_the_agent_works_waits_for_its_turn(chat: Terminal) -> None:
    chat.prompt("say first", "sleep 300")
    chat.see("Working")
    chat.prompt("say second answer")
    chat.see("Queued: say second answer")
    chat.see("Done")
    chat.see("> say second answer")
    chat.see("Done")


def test_ctrl_c_with_nothing_to_stop_clears_the_line_or_helps(chat: Terminal) -> None:
    chat.type("unfinished")
    chat.see("unfinished")
    chat.type(CTRL_C)
    chat.type(CTRL_C)
    chat.see("Nothing is running.")


def test_commands_of_easel_and_of_the_agent_are_completed(chat: Terminal) -> None:
    chat.prompt("commands model deploy")
    chat.see("Done")
    chat.type("/mod")
    chat.see("/mode")
    chat.see("/model")
    chat.type("\x15/sta")
    chat.see("Show the agents' processes")
    chat.type("\t")
    chat.see("tus")
    chat.type(ENTER)
    chat.see("scripted")
    chat.see("(the server)")


def test_a_mentioned_file_is_completed_and_goes_along_as_a_link(chat: Terminal, home: Home) -> None:
    (home.project / "notes.md").touch()
    chat.type("report prompt")
    chat.type(NEW_LINE, "# see @no")
    chat.see("notes.md")
    chat.type("\t")
    chat.see("tes.md")
    chat.type(ENTER, ENTER)
    chat.see("resource_link")
    chat.see("Done")


def test_tab_inserts_the_only_candidate_so_that_enter_sends_it(chat: Terminal, home: Home) -> None:
    (home.project / "unique.md").touch()
    chat.type("report prompt", NEW_LINE, "# see @uni", "\t", ENTER)
    chat.see("resource_link")
    chat.see("Done")


def test_a_form_is_filled_in_field_by_field(chat: Terminal) -> None:
    schema = '{"type":"object","properties":{"age":{"type":"integer","title":"Your age"}}}'
    chat.prompt(f"elicit Who are you? schema={schema}")
    chat.see("? Who are you?")
    chat.see("Your age")
    chat.type("old", ENTER)
    chat.see("A whole number, please.")
    chat.type("42", ENTER)
    chat.see("accept")
    chat.see("Done")


def test_an_agent_that_dies_is_told_and_the_chat_goes_on(chat: Terminal) -> None:
    chat.prompt("exit 3")
    chat.see("process died")
    chat.prompt("say back again")
    chat.see("back again")
    chat.see("Done")


def test_another_conversation_can_be_begun(chat: Terminal) -> None:
    chat.prompt("/agent broken")
    chat.see("no-such-program")
    chat.prompt("/new")
    chat.see("scripted in")
    chat.prompt("say fresh")
    chat.see("Done")


def test_a_chat_goes_on_in_a_fork(chat: Terminal) -> None:
    chat.prompt("say before the fork")
    chat.see("Done")
    chat.prompt("/fork Another way")
    chat.see("scripted in")
    chat.see("before the fork")
    chat.see("This conversation is a fork")
    chat.prompt("say behind it")
    chat.see("Done")


def test_a_canvas_that_the_agent_opens_is_told_and_can_be_read(home: Home) -> None:
    chat = Terminal(home, "--agent", "easel-practice")
    chat.see("Ctrl-D leaves.")
    chat.type("/canvas markdown", ENTER)
    chat.see("▣ A document (canvas markdown-1)")
    chat.see("Done")
    chat.type("/canvases", ENTER)
    chat.see("A document beside the chat")
    chat.type("/canvas table", ENTER)
    chat.see("Done")
    chat.type("/canvases", ENTER)
    chat.see("markdown-1  A document")
    chat.see("table-1")
    chat.type("/canvases nothing", ENTER)
    chat.see("No canvas 'nothing' is open")
    chat.process.close(force=True)


def test_ctrl_d_leaves_and_no_process_remains(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    terminal = Terminal(home)
    terminal.see("Ctrl-D leaves.")
    terminal.prompt("say hello", "hang")
    terminal.see("Working")
    terminal.type(CTRL_D)
    terminal.process.expect(pexpect.EOF, timeout=WAIT_SECONDS)
    assert terminal.process.wait() == 0
    home.wait_until_empty()


def test_a_chat_says_how_to_go_on_with_it_and_goes_on(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    first = Terminal(home)
    first.see("Ctrl-D leaves.")
    first.prompt("remember the milk", "say noted")
    first.see("Done")
    first.type(CTRL_D)
    first.see("Go on with this conversation: ")
    first.process.expect(pexpect.EOF, timeout=WAIT_SECONDS)

    second = Terminal(home, "--resume")
    second.see("> remember the milk")
    second.see("noted")
    second.see("The agent remembers this conversation.")
    second.prompt("recall")
    second.see("the milk")
    second.type(CTRL_D)
    second.process.expect(pexpect.EOF, timeout=WAIT_SECONDS)
    assert second.process.wait() == 0


def test_a_chat_whose_agent_forgot_it_can_tell_it(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    with home.config_file.open("a", encoding="utf-8") as file:
        file.write('\n[sessionLoad]\nonFailure = "ask"\n')
    first = Terminal(home)
    first.see("Ctrl-D leaves.")
    first.prompt("say noted")
    first.see("Done")
    first.type(CTRL_D)
    first.process.expect(pexpect.EOF, timeout=WAIT_SECONDS)
    shutil.rmtree(home.path / "scripted" / "state")

    second = Terminal(home, "--resume", "last")
    second.see("could not be restored")
    second.see("/resume fresh")
    second.prompt("/resume recap")
    second.see("The agent gets a recap")
    second.prompt("say fresh")
    second.see("The agent was given a recap")
    second.see("Done")
    second.process.close(force=True)
    home.wait_until_empty()


def test_a_server_that_dies_is_told_with_how_to_go_on(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    terminal = Terminal(home)
    terminal.see("Ctrl-D leaves.")
    for child in psutil.Process(terminal.process.pid).children():
        child.kill()
    terminal.see("chat --resume ")
    terminal.process.expect(pexpect.EOF, timeout=WAIT_SECONDS)
    assert terminal.process.wait() == 1
    home.wait_until_empty()
