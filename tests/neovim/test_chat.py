"""Talking in a chat: what is said streams in, and the window follows it."""

from pathlib import Path

import msgspec

from easel_testing.agents import Journal
from easel_testing.plugin_neovim import PluginNeovim

CHAT_WINDOW = """
local current = require('easel.store').current()
local window = vim.fn.win_findbuf(require('easel.chat').buffer(current.id))[1]
"""
GO_TO_CHAT = f"{CHAT_WINDOW} vim.api.nvim_set_current_win(window) vim.cmd.stopinsert()"
CURSOR_AT_END = f"""
{CHAT_WINDOW}
local buf = vim.api.nvim_win_get_buf(window)
return vim.api.nvim_win_get_cursor(window)[1] == vim.api.nvim_buf_line_count(buf)
"""
FIND = (
    f"{CHAT_WINDOW} return vim.api.nvim_win_call(window, function() return vim.fn.search(...) end)"
)
FOLD = f"""
{CHAT_WINDOW}
local wanted = ...
return vim.api.nvim_win_call(window, function()
  local line = vim.fn.search(wanted, 'wn')
  return {{ line, vim.fn.foldclosed(line), vim.fn.foldclosedend(line) }}
end)
"""


def output(tool_call_id: str, *lines: str) -> str:
    """A step of the agent: a tool call that has printed these lines."""
    text = {"type": "text", "text": "\n".join(lines)}
    update = {
        "sessionUpdate": "tool_call",
        "toolCallId": tool_call_id,
        "title": "Build",
        "kind": "execute",
        "content": [{"type": "content", "content": text}],
    }
    return f"update {msgspec.json.encode(update).decode()}"


def test_a_person_writes_sends_and_reads(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.easel()
    nvim.until("return vim.bo.filetype == 'easelprompt' and vim.fn.mode() == 'i'")

    nvim.type("say Hello from **Neovim**<C-s>")

    nvim.sees("## You\n\nsay Hello from **Neovim**\n\n## test\n\nHello from **Neovim**\n")
    assert journal.prompts() == ["say Hello from **Neovim**"]
    nvim.is_in("idle")


def test_an_answer_streams_while_a_person_goes_on_typing(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.until("return vim.fn.mode() == 'i'")
    nvim.type("stream 40 every=10<C-s>")
    nvim.sees("\n0 1 2 ")

    nvim.type("typed ahead")

    nvim.sees(" 38 39 \n")
    assert nvim.lua("return vim.api.nvim_get_current_line()") == "typed ahead"


def test_the_window_follows_the_end_unless_one_scrolled(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("say " + '"' + "line\\n" * 80 + 'end"')
    nvim.sees("line\nend")
    nvim.until(CURSOR_AT_END)

    nvim.lua(GO_TO_CHAT)
    nvim.keys("gg")
    nvim.says("say " + '"' + "more\\n" * 80 + 'finis"')
    nvim.sees("more\nfinis")
    assert nvim.lua("return vim.api.nvim_win_get_cursor(0)[1]") == 1

    nvim.keys("G")
    nvim.says("say and on")
    nvim.sees("and on\n")
    nvim.until(CURSOR_AT_END)


def test_tool_calls_are_folded_and_stay_as_one_left_them(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says(f"{output('a', 'one')}\nsleep 50\n{output('a', 'one', 'two', 'three')}\nsay done")
    nvim.sees("■ execute  Build  3 lines\n  │ one\n  │ two\n  │ three\n  ╰\n\ndone\n")
    line, first, last = nvim.lua(FOLD, "^. execute")
    assert (first, last) == (line, line + 4)

    nvim.lua(GO_TO_CHAT)
    nvim.lua("vim.fn.search('^. execute', 'w')")
    nvim.keys("<CR>")

    assert nvim.lua(FOLD, "^. execute")[1] == -1
    nvim.says("say next")
    nvim.sees("\nnext\n")
    assert nvim.lua(FOLD, "^. execute")[1] == -1


def test_thoughts_are_folded_to_their_first_line(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says('think "First this.\\nThen that."\nsay So.')

    nvim.sees("… First this.\n  │ Then that.\n  ╰\n\nSo.\n")
    line, first, last = nvim.lua(FOLD, "^… First this")
    assert (first, last) == (line, line + 2)


def test_a_message_goes_on_below_what_came_between(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("message m\nsay before\ntool a title=Between\nsay after")

    nvim.sees("\nbefore\n\n■ other  Between\n\nafter\n")


def test_a_code_fence_that_was_left_open_ends_with_its_turn(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says('say "```python\\nprint(1)"')

    nvim.sees("```python\nprint(1)\n```\n")


def test_a_plan_shows_how_far_it_is(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("plan completed Look | in_progress Change | pending Test")

    nvim.sees("Plan  1/3\n- [x] Look\n- [-] Change\n- [ ] Test\n")


def test_one_jumps_between_turns_and_tool_calls(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("tool a title=One\nsay first")
    nvim.sees("\nfirst\n")
    nvim.says("tool b title=Two\nsay second")
    nvim.sees("\nsecond\n")
    nvim.lua(GO_TO_CHAT)
    nvim.keys("gg")

    seen = []
    for key in ("]]", "]]", "]]", "]t", "[t", "[["):
        nvim.keys(key)
        seen.append(nvim.api.current.line.split("  ")[-1])

    assert seen == ["## You", "## test", "## You", "Two", "One", "## test"]


def test_one_opens_the_file_that_a_tool_call_works_on(nvim: PluginNeovim, tmp_path: Path) -> None:
    file = tmp_path / "workspace" / "a.py"
    file.write_text("one\ntwo\n")
    nvim.easel()
    nvim.says(f"tool a title=Look path={file}\nsay done")
    nvim.sees("\ndone\n")
    nvim.lua(GO_TO_CHAT)
    nvim.lua("vim.fn.search('Look$', 'w')")

    nvim.keys("gf")

    assert nvim.api.current.buffer.name == str(file)
    assert "\ndone\n" in nvim.chat


def test_older_messages_come_when_one_asks(nvim: PluginNeovim) -> None:
    nvim.easel()
    for number in range(3):
        nvim.says(f"say answer {number}")
        nvim.sees(f"\nanswer {number}\n")
    nvim.is_in("idle")
    nvim.lua(
        "local conversation = require('easel.store').current()\n"
        "local all = conversation.model.events\n"
        "conversation.model = require('easel.model').new(conversation.model.info)\n"
        "for _, event in ipairs(vim.list_slice(all, #all - 5)) do\n"
        "  require('easel.model').take(conversation.model, event)\n"
        "end\n"
        "conversation.model.has_earlier = true\n"
        "require('easel.chat').view(require('easel.chat').buffer(conversation.id)):draw()"
    )
    nvim.sees("shows what was said before")
    assert "answer 0" not in nvim.chat

    nvim.lua(GO_TO_CHAT)
    nvim.keys("gg<CR>")

    nvim.sees("\nanswer 0\n")
    nvim.not_any_more("shows what was said before")
    assert nvim.chat.count("\nanswer 2\n") == 1


def test_markdown_is_highlighted_where_there_is_a_parser(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("say # Title")
    nvim.sees("# Title")

    nvim.lua(GO_TO_CHAT)

    highlighted = "return vim.treesitter.highlighter.active[vim.fn.bufnr()] ~= nil"
    assert nvim.lua(highlighted) or nvim.api.eval("&syntax") == "markdown"


def test_a_chat_can_be_opened_by_the_name_of_its_buffer(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("say remembered")
    nvim.sees("\nremembered\n")
    name = "easel://chat/" + nvim.info()["id"]
    nvim.lua("vim.cmd.bwipeout({ vim.fn.bufnr(...), bang = true })", name)

    nvim.api.command(f"edit {name}")

    nvim.sees("\nremembered\n")


def test_closing_the_chat_closes_its_prompt_and_keeps_the_text(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.until("return vim.fn.mode() == 'i'")
    nvim.type("half a thought")
    nvim.until("return vim.api.nvim_get_current_line() == 'half a thought'")
    nvim.keys("<Esc>q")
    nvim.until("return #vim.api.nvim_tabpage_list_wins(0) == 1")

    nvim.easel()

    nvim.until("return vim.api.nvim_get_current_line() == 'half a thought'")


def test_closing_the_chat_in_the_last_window_leaves_an_empty_one(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.until("return vim.bo.filetype == 'easelprompt'")
    nvim.lua(GO_TO_CHAT)
    nvim.api.command("only")

    nvim.keys("q")

    assert nvim.lua("return #vim.api.nvim_list_wins()") == 1
    assert nvim.api.current.buffer.name == ""
