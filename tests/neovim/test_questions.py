"""What the agent asks is answered in the chat, in a list, or from the command line."""

import msgspec

from easel_testing.agents import Journal
from easel_testing.plugin_neovim import PluginNeovim

GO_TO_CHAT = """
require('easel.chat').show(require('easel.store').current(), true)
vim.cmd.stopinsert()
vim.cmd.wincmd('k')
"""
ASK = "permission t title=Rename yes:allow_once always:allow_always no:reject_once"


def answers(journal: Journal) -> list[str]:
    """What was answered, in order."""
    outcomes = [response["result"]["outcome"] for response in journal.responses()]
    return [outcome.get("optionId", outcome["outcome"]) for outcome in outcomes]


def test_a_digit_in_the_chat_answers(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.easel()
    nvim.says(ASK)
    nvim.sees("┌ test asks: Rename\n  [1] Yes\n  [2] Always\n  [3] No\n└ 1-3 answers")
    assert nvim.happened("EaselPermissionRequested")["toolCall"]["title"] == "Rename"
    nvim.lua(GO_TO_CHAT)

    nvim.type("2")

    nvim.sees("? Rename: Always\n")
    nvim.sees("permission t: selected always\n")
    assert answers(journal) == ["always"]
    assert nvim.happened("EaselPermissionResolved")["outcome"]["optionId"] == "always"


def test_a_digit_is_a_count_while_nothing_is_asked(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.easel()
    nvim.says('say "one\\ntwo\\nthree\\nfour"')
    nvim.sees("\nfour\n")
    nvim.lua(GO_TO_CHAT)
    nvim.keys("gg")

    nvim.keys("3j")

    assert nvim.api.current.window.cursor[0] == 4
    assert answers(journal) == []


def test_typing_digits_in_the_prompt_answers_nothing(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.easel()
    nvim.says(ASK)
    nvim.sees("[1] Yes")
    nvim.until("return vim.fn.mode() == 'i'")

    nvim.type("1 apple<Esc>0")

    nvim.until("return vim.api.nvim_get_current_line() == '1 apple'")
    assert answers(journal) == []
    assert "[1] Yes" in nvim.chat


def test_a_list_answers_and_closing_it_does_not(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.easel()
    nvim.says(ASK)
    nvim.sees("[1] Yes")
    nvim.chooses()

    nvim.easel("permission")

    assert nvim.offered == [["Yes", "Always", "No"]]
    assert answers(journal) == []
    nvim.chooses("No")
    nvim.easel("permission")
    nvim.sees("? Rename: No\n")
    nvim.sees("permission t: selected no\n")
    assert answers(journal) == ["no"]


def test_the_command_line_answers_with_a_completed_name(
    nvim: PluginNeovim, journal: Journal
) -> None:
    nvim.easel()
    nvim.says(ASK)
    nvim.sees("[1] Yes")
    offered = nvim.lua("return vim.fn.getcompletion('Easel permission ', 'cmdline')")
    assert offered == ["yes", "always", "no"]

    nvim.easel("permission yes")

    nvim.sees("? Rename: Yes\n")
    nvim.sees("permission t: selected yes\n")
    assert answers(journal) == ["yes"]
    nvim.easel("permission 1")
    nvim.is_told("the agent asks nothing")


def test_questions_can_be_asked_at_once(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.lua(
        "local config = require('easel.config').get()\n"
        "config.ask_at_once = true require('easel').setup(config)"
    )
    nvim.chooses("Always")

    nvim.says(ASK)

    nvim.happened("EaselTurnEnded")
    assert answers(journal) == ["always"]


def test_a_question_in_a_chat_that_is_not_seen_is_told(nvim: PluginNeovim) -> None:
    nvim.says(ASK)

    nvim.is_told("test asks: Rename (`:Easel permission` answers)")


def test_p2_a_stop_takes_the_question_off_the_screen(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.easel()
    nvim.says(ASK)
    nvim.sees("[1] Yes")

    nvim.easel("stop")

    nvim.sees("? Rename: not answered\n")
    nvim.sees("■ Stopped.")
    assert answers(journal) == ["cancelled"]


def test_a_question_shows_the_edit_that_it_is_about(nvim: PluginNeovim) -> None:
    nvim.easel()
    diff = 'diff t path=$cwd/a.py old="x = 1" new="x = 2"'
    nvim.says(f"tool t title=Edit kind=edit\n{diff}\n{ASK}")

    nvim.sees("  │ -x = 1\n")
    nvim.sees("  │ +x = 2\n")
    nvim.sees("edit  Rename  +1 -1\n")
    nvim.easel("diff")

    assert nvim.lua("return vim.wo.diff")
    assert nvim.api.eval("getline(1)") == "x = 2"
    nvim.api.command("wincmd p")
    assert nvim.api.eval("getline(1)") == "x = 1"
    assert nvim.api.eval("&filetype") == "python"


FORM = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "title": "Your name"},
        "size": {"type": "integer"},
        "editor": {"type": "string", "enum": ["vim", "emacs"]},
    },
    "required": ["name", "editor"],
}


def test_a_form_is_filled_in_field_by_field(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says(f"elicit Who are you? schema={msgspec.json.encode(FORM).decode()}")
    nvim.sees("┌ test asks: Who are you?\n└ <CR> answers")
    nvim.chooses("vim", "Ada", "7")

    nvim.easel("permission")

    nvim.sees("? Who are you?: answered\n")
    nvim.sees("elicit: accept {")
    assert '"name":"Ada"' in nvim.chat
    assert '"size":7' in nvim.chat
    assert nvim.offered == [["vim", "emacs"], ["Your name: "], ["size (optional): "]]


def test_closing_a_form_answers_nothing_for_a_person(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says(f"elicit Who are you? schema={msgspec.json.encode(FORM).decode()}")
    nvim.sees("└ <CR> answers")
    nvim.chooses()

    nvim.easel("permission")

    nvim.sees("elicit: cancel")


def test_a_page_that_is_none_is_not_opened(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("elicit Log in url=file:///etc/passwd")
    nvim.sees("└ <CR> answers")

    nvim.easel("permission")

    nvim.sees("elicit: decline")
    nvim.is_told("which is no web page")
