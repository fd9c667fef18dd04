"""A person chats in Emacs: what they press, what they see, what reaches the agent."""

import re
import shutil
import subprocess
from pathlib import Path

from easel_testing.agents import Journal
from easel_testing.emacs import EDITORS, Emacs, emacs_command, emacs_environment, lisp_string


def send(editor: Emacs, prompt: str) -> None:
    """Send a prompt from the chat of the project, and look at the chat."""
    editor.do("(easel)")
    editor.do(f"(easel-send {lisp_string(prompt)})")


def test_an_answer_streams_into_the_chat(editor: Emacs, journal: Journal) -> None:
    prompt = 'say Hello\nsay " from **Emacs**"'
    send(editor, prompt)

    editor.wait_for("test\nHello from **Emacs**\n")

    assert editor.text.startswith(f"You\n{prompt}\n\ntest\n")
    assert journal.prompts() == [prompt]


def test_the_chat_of_a_project_is_found_again(editor: Emacs, journal: Journal) -> None:
    send(editor, "say one")
    editor.wait_for("test\none\n")
    chat = editor.lisp("(buffer-name)")

    editor.do('(find-file "notes.md")')
    send(editor, "say two")

    editor.wait_for("test\ntwo\n")
    assert editor.lisp("(buffer-name)") == chat
    editor.do("(kill-buffer)")
    editor.do("(easel)")
    editor.wait_for("test\none\n")
    assert "test\ntwo\n" in editor.text


def test_the_list_shows_the_last_line_behind_each_conversation(editor: Emacs) -> None:
    send(editor, "say # The **last** word")
    editor.wait_for("test\n# The **last** word\n")
    editor.wait_until('(equal (plist-get easel-chat-info :lastLine) "The last word")')

    editor.do(
        """
        (defun completing-read (_prompt table &rest _)
          (let ((label (car (all-completions "" table)))
                (annotate (completion-metadata-get (completion-metadata "" table nil)
                                                   'annotation-function)))
            (setq offered (funcall annotate label))
            label))
        (easel-list)
        """
    )

    assert editor.lisp("offered") == "  The last word"


def test_stop_stops_and_the_text_stays(editor: Emacs, journal: Journal) -> None:
    send(editor, "say on and on\nhang")
    editor.wait_for("test\non and on\n")

    editor.do("(easel-stop)")

    editor.wait_for("> Stopped, what was written is kept\n")
    assert "on and on" in editor.text
    assert len(journal.received("session/cancel")) == 1


def test_stop_with_a_prefix_ends_an_agent_that_does_not_listen(editor: Emacs) -> None:
    send(editor, "on-cancel ignore\nsay deaf\nhang")
    editor.wait_for("test\ndeaf\n")

    editor.do("(easel-stop t)")

    editor.wait_for("> Stopped by force, what was written is kept\n")
    send(editor, "say again")
    editor.wait_for("test\nagain\n")


def test_a_prompt_during_a_turn_waits(editor: Emacs, journal: Journal) -> None:
    send(editor, "say busy\nhang")
    editor.wait_for("test\nbusy\n")

    send(editor, "say next")

    editor.wait_for("> Waiting: say next\n")
    assert "1 waiting" in str(editor.lisp("(easel-chat--header)"))
    editor.do("(easel-stop)")
    editor.wait_for("> Stopped")
    editor.do("(easel-resume)")
    editor.wait_for("test\nnext\n")
    assert "Waiting" not in editor.text


def test_a_permission_is_answered_by_a_digit(editor: Emacs, journal: Journal) -> None:
    send(editor, "permission t title=Rename yes:allow_once no:reject_once")
    editor.wait_for("? Rename\n  1. Yes\n  2. No\n")

    editor.do('(execute-kbd-macro "2")')

    editor.wait_for("permission t: selected no")
    assert "? Rename: No\n" in editor.text
    outcome = {"outcome": {"outcome": "selected", "optionId": "no"}}
    assert [response["result"] for response in journal.responses()] == [outcome]


def test_a_form_is_filled_in(editor: Emacs) -> None:
    schema = '{"type":"object","properties":{"name":{"type":"string","title":"Name"}}}'
    send(editor, f"elicit Who are you? schema={schema}")
    editor.wait_for("? Who are you?")

    editor.do(
        "(cl-letf (((symbol-function 'y-or-n-p) #'always)"
        ' ((symbol-function \'read-string) (lambda (&rest _) "Ada"))) (easel-answer))'
    )

    editor.wait_for('elicit: accept {"name":"Ada"}')


def test_a_tool_call_shows_what_it_changes(editor: Emacs) -> None:
    send(
        editor, "tool t title=Edit kind=edit status=completed\ndiff t path=/x/a.txt old=one new=two"
    )
    editor.wait_for("- Edit (completed)\n")

    editor.do('(goto-char (point-min)) (search-forward "- Edit") (easel-chat-open-or-send)')

    editor.wait_for("-one")
    assert "+two" in editor.text
    assert "+++ /x/a.txt" in editor.text


async def test_the_region_goes_with_the_prompt(editor: Emacs, journal: Journal) -> None:
    editor.do('(insert "first\\nsecond\\n") (set-mark (point-min)) (activate-mark)')

    editor.do('(transient-mark-mode 1) (easel-send "# look" (easel--region)) (easel)')

    editor.wait_for("notes.md, lines 1-3:\n```\nfirst\nsecond\n")
    await journal.wait_for("session/prompt")
    assert "```\nfirst\nsecond\n" in journal.prompts()[0]


def test_an_agent_reads_and_changes_what_is_not_saved(editor: Emacs, tmp_path: Path) -> None:
    notes = tmp_path / "workspace" / "notes.md"
    notes.write_text("saved\n")
    editor.do('(revert-buffer t t) (goto-char (point-max)) (insert "😀 not saved\\n")')

    send(editor, f"read {notes}\nwrite {notes} changed 😀 by the agent")
    editor.wait_for("😀 not saved")
    editor.wait_until('(with-current-buffer "notes.md" (string-search "by the" (buffer-string)))')

    assert editor.lisp('(with-current-buffer "notes.md" (undo) (buffer-string))') == (
        "saved\n😀 not saved\n"
    )


def test_a_server_that_died_is_told_and_comes_back(editor: Emacs) -> None:
    send(editor, "say before")
    editor.wait_for("test\nbefore\n")

    editor.do("(kill-process (jsonrpc--process easel--connection))")
    editor.wait_for("The server has ended.")

    editor.do("(revert-buffer)")
    assert "test\nbefore\n" in editor.text
    send(editor, "say after")
    editor.wait_for("test\nafter\n")


def test_a_server_that_is_not_there_is_named(editor: Emacs) -> None:
    editor.do('(setq easel-command \'("no-such-program"))')

    told = editor.lisp("(condition-case failure (easel) (user-error (cadr failure)))")

    assert "no-such-program" in str(told)
    editor.do('(setq easel-command \'("false"))')
    told = editor.lisp("(condition-case failure (easel) (user-error (cadr failure)))")
    assert "easel-log" in str(told)


def test_a_conversation_that_another_editor_has_can_be_taken(editor: Emacs, other: Emacs) -> None:
    send(other, "say theirs\nhang")
    other.wait_for("test\ntheirs\n")
    editor.do("(easel)")
    watching = r"only watching, another's since \w+ +\d+ \d\d:\d\d, t: take over"
    assert re.search(watching, str(editor.lisp("(easel-chat--header)")))

    editor.do("(fset 'yes-or-no-p #'always) (easel-take)")

    editor.wait_until('(equal (plist-get easel-chat-info :access) "owner")')
    other.wait_until('(equal (plist-get easel-chat-info :access) "observer")')


def test_a_canvas_is_a_buffer_that_follows(editor: Emacs) -> None:
    send(editor, "say ready")
    editor.wait_for("test\nready\n")
    open_canvas(editor, "markdown", '(:text "# Plan\\n\\nFirst *this*.")')

    editor.wait_for("The agent shows something")
    editor.do("(easel-canvas)")

    editor.wait_for("# Plan\n\nFirst *this*.")


def test_a_table_is_turned_over_and_filtered(editor: Emacs) -> None:
    send(editor, "say ready")
    editor.wait_for("test\nready\n")
    rows = " ".join(f'["name {number}"]' for number in range(250))
    table = f'(:columns [(:key "name" :title "Name")] :rows [{rows}])'
    open_canvas(editor, "table", table)
    editor.do("(easel-canvas)")
    editor.wait_for("name 0")

    editor.do("(easel-canvas-next-page)")
    editor.wait_for("Page 2 of 5")
    editor.do('(easel-canvas-filter "name 24")')
    editor.wait_for("name 249")

    assert "name 99" not in editor.text


def test_a_form_of_a_canvas_is_filled_in(editor: Emacs) -> None:
    send(editor, "say ready")
    editor.wait_for("test\nready\n")
    schema = '(:type "object" :properties (:name (:type "string" :title "Name")))'
    open_canvas(editor, "form", f"(:schema {schema})")
    editor.do("(easel-canvas)")
    editor.wait_for("Name")

    editor.do('(fset \'read-string (lambda (&rest _) "Ada")) (easel-canvas-answer)')

    editor.wait_for("Ada")


def open_canvas(editor: Emacs, kind: str, shown: str) -> None:
    """Open a canvas of Easel's own, as an agent does."""
    editor.do(
        f'(easel-request "canvas/open" (list :conversationId easel-chat-id :canvasId "{kind}"'
        f" :input '{shown}))"
    )


def test_the_package_compiles_without_a_warning(tmp_path: Path) -> None:
    package = shutil.copytree(EDITORS, tmp_path / "package")
    strict = ["--eval", "(setq byte-compile-error-on-warn t)", "-f", "batch-byte-compile"]
    subprocess.run(
        [*emacs_command(), "--batch", "-L", package, *strict, *sorted(package.glob("*.el"))],
        env=emacs_environment(tmp_path),
        check=True,
        timeout=60,
    )


def test_a_chat_that_was_deleted_says_so_and_how_to_have_it_back(editor: Emacs) -> None:
    send(editor, "say hello")
    editor.wait_for("test\nhello\n")
    editor.wait_until('(equal (plist-get easel-chat-info :executionStatus) "idle")')

    editor.do('(easel-request "conversation/delete" (list :conversationId easel-chat-id))')

    editor.wait_for("It was deleted.  `easel conversations restore ")
    editor.do('(easel-request "conversation/restore" (list :conversationId easel-chat-id))')
    editor.do("(revert-buffer)")
    assert "It was deleted" not in editor.text
