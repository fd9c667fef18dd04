"""Emacs with eglot and nothing else: a chat document is the whole product there."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from easel_testing.agents import Journal, ScriptedAgent
from easel_testing.easel import SERVER
from easel_testing.emacs import Emacs, emacs, lisp_string

INIT = r"""
(require 'eglot)
(add-to-list 'auto-mode-alist '("\\.chat\\.md\\'" . text-mode))
(add-to-list 'eglot-server-programs
             `(text-mode . ({server} :initializationOptions
                            ,(json-parse-string {options} :object-type 'plist))))
(find-file {document})
(call-interactively #'eglot)
"""


@pytest.fixture
def editor(agent: ScriptedAgent, tmp_path: Path) -> Iterator[Emacs]:
    """Emacs with an empty chat document open."""
    settings = {"easel": {"agents": {"test": agent.setting}, "defaultAgent": "test"}}
    options = lisp_string(msgspec.json.encode(settings).decode())
    init = INIT.format(
        server=" ".join(lisp_string(word) for word in SERVER),
        options=options,
        document=lisp_string(str(tmp_path / "x.chat.md")),
    )
    with emacs(tmp_path, init) as running:
        yield running


def write(editor: Emacs, text: str) -> None:
    """Write at the end of the document."""
    editor.do(f"(goto-char (point-max)) (insert {lisp_string(text)})")


def choose(editor: Emacs, title: str) -> None:
    """Choose a code action, as soon as it is offered."""
    offered = "(eglot-code-actions (point-min) (point-max))"
    found = (
        f"(cl-find-if (lambda (it) (string-search {lisp_string(title)} (plist-get it :title)))"
        f" {offered})"
    )
    editor.wait_until(found)
    editor.do(f"(eglot-execute (eglot-current-server) {found})")


def test_a_person_writes_sends_and_watches(editor: Emacs, journal: Journal) -> None:
    write(editor, "## You\n\nsay Hello from Emacs")

    choose(editor, "Send")

    editor.wait_for("\nHello from Emacs\n\n## You\n")
    assert journal.prompts() == ["say Hello from Emacs"]
    write(editor, "\nstream 30 every=20")
    choose(editor, "Send")
    editor.wait_for("\n0 1 2 ")
    write(editor, "\nsay typed ahead")
    editor.wait_for(" 28 29 \n\n## You\n")
    assert editor.text.endswith("say typed ahead")


def test_a_person_stops_a_long_answer(editor: Emacs, journal: Journal) -> None:
    write(editor, "say on and on\nhang")
    choose(editor, "Send")
    editor.wait_for("\non and on")

    choose(editor, "Stop generating")

    editor.wait_for("> Stopped\n\n## You\n")
    assert len(journal.received("session/cancel")) == 1


def test_a_person_answers_a_permission(editor: Emacs, journal: Journal) -> None:
    write(editor, "permission t title=Rename yes:allow_once no:reject_once")
    choose(editor, "Send")
    editor.wait_for("> 2. No")

    choose(editor, "Answer: Yes")

    editor.wait_for("> test asks: Rename **Yes**")
    editor.wait_for("permission t: selected yes\n\n## You\n")
    outcome = {"outcome": {"outcome": "selected", "optionId": "yes"}}
    assert [response["result"] for response in journal.responses()] == [outcome]


def test_a_canvas_opens_as_a_document(editor: Emacs) -> None:
    write(editor, "say ready")
    choose(editor, "Send")
    editor.wait_for("\nready\n\n## You\n")
    conversation = editor.text.split("<!-- easel: ")[1].split(" ")[0]

    entries = '[(:content "Ship" :status "pending")]'
    params = f'(:conversationId "{conversation}" :canvasId "plan" :input (:entries {entries}))'
    editor.do(
        "(jsonrpc-request (eglot-current-server) :workspace/executeCommand"
        f' \'(:command "easel.canvas.open" :arguments [{params}]))'
    )

    name = '(lambda (it) (or (buffer-file-name it) ""))'
    canvas = f'(cl-find "/canvases/" (buffer-list) :test #\'string-search :key {name})'
    text = f"(with-current-buffer {canvas} (buffer-string))"
    editor.wait_until(f'(string-search "[ ] Ship" {text})')
