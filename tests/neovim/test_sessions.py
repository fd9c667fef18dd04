"""Conversations: beginning, finding, renaming and deleting them; modes, options, the queue."""

from easel_testing.agents import Journal, ScriptedAgent
from easel_testing.plugin_neovim import PluginNeovim

NEOVIMS = ("wheel",)
"""What these tests are about is the same in every version."""


def test_conversations_are_listed_newest_first_and_opened(nvim: PluginNeovim) -> None:
    nvim.says("say about milk")
    nvim.happened("EaselTurnEnded")
    first = nvim.info()["id"]
    nvim.easel("new test")
    nvim.until(f"return (require('easel').current() or {{}}).id ~= '{first}'")
    nvim.says("say about bread")
    nvim.happened("EaselTurnEnded", 2)
    nvim.chooses("about milk")

    nvim.easel("list")

    nvim.until(f"return require('easel').current().id == '{first}'")
    titles = [label.split("  ")[1] for label in nvim.offered[0]]
    assert titles[0].startswith("say about bread")
    assert titles[1].startswith("say about milk")
    assert [label.split("  ")[-1] for label in nvim.offered[0]] == ["about bread", "about milk"]
    nvim.sees("\nabout milk\n")


def test_a_list_finds_words(nvim: PluginNeovim) -> None:
    nvim.says("say about milk")
    nvim.happened("EaselTurnEnded")
    nvim.chooses()

    nvim.easel("list no-such-words")

    nvim.is_told("there is no conversation here yet")


def test_agents_that_cannot_start_say_why(nvim: PluginNeovim) -> None:
    nvim.lua(
        "local config = require('easel.config').get()\n"
        "config.settings.agents.broken = { command = 'no-such-program' }\n"
        "require('easel').setup(config)"
    )
    nvim.chooses("broken")

    nvim.easel("agents")

    nvim.is_told("broken cannot start: 'no-such-program' is not on PATH")
    labels = nvim.offered[0]
    assert any(label.startswith("✓ test") for label in labels)
    assert any(label.startswith("✗ broken") for label in labels)


def test_a_mode_is_chosen_by_name_or_from_a_list(nvim: PluginNeovim) -> None:
    nvim.says("say hi")
    nvim.happened("EaselTurnEnded")
    modes = nvim.info()["modes"]
    one, other = (mode["id"] for mode in modes["availableModes"][:2])
    nvim.easel(f"mode {other}")
    nvim.until(f"return require('easel').current().modes.currentModeId == '{other}'")
    nvim.chooses(modes["availableModes"][0]["name"])

    nvim.easel("mode")

    nvim.until(f"return require('easel').current().modes.currentModeId == '{one}'")


def test_an_option_is_chosen_by_name_or_from_lists(nvim: PluginNeovim) -> None:
    nvim.says("say hi")
    nvim.happened("EaselTurnEnded")
    option = nvim.info()["configOptions"][0]
    values = [value["value"] for value in option["options"]]
    other = next(value for value in values if value != option["currentValue"])

    nvim.easel(f"option {option['id']} {other}")

    current = "return require('easel').current().configOptions[1].currentValue"
    nvim.until(f"{current} == '{other}'")
    nvim.chooses(option["name"], next(v["name"] for v in option["options"] if v["value"] != other))
    nvim.easel("option")
    nvim.until(f"{current} ~= '{other}'")
    nvim.easel("option no-such thing")
    nvim.is_told("there is no option `no-such` with the value `thing`")


def test_a_title_that_a_person_gives_is_seen(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("say hi")
    nvim.sees("\nhi\n")

    nvim.easel("rename About 100% milk")

    nvim.until("return require('easel').current().title == 'About 100% milk'")
    bar = nvim.lua("return require('easel.chat.winbar').text()")
    assert " About 100%% milk " in bar


def test_a_conversation_is_deleted_after_a_question(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("say hi")
    nvim.sees("\nhi\n")
    nvim.chooses("Keep", "Delete")
    nvim.easel("delete")
    assert nvim.info() is not None

    nvim.easel("delete")

    nvim.until("return require('easel').current() == nil")
    nvim.until("return #vim.api.nvim_tabpage_list_wins(0) == 1")
    assert nvim.lua("return vim.fn.bufnr('easel://chat')") == -1


def test_commands_without_a_conversation_say_so(nvim: PluginNeovim) -> None:
    commands = "stop interrupt pause resume mode option permission queue take diff"
    for command in commands.split():
        nvim.lua("_G.told = {}")
        nvim.easel(command)
        nvim.is_told("there is no conversation yet")


def test_s12_prompts_that_wait_are_seen_moved_edited_and_dropped(
    nvim: PluginNeovim, journal: Journal
) -> None:
    nvim.easel()
    nvim.says("say on\nhang")
    nvim.sees("\non\n")
    for text in ("say one", "say two", "say three"):
        nvim.says(text)
    nvim.sees("▹ waits  say one\n▹ waits  say two\n▹ waits  say three")
    nvim.api.command("stopinsert")
    nvim.easel("queue")
    nvim.until("return vim.fn.bufname():match('easel://queue') ~= nil")

    lines = "return table.concat(vim.api.nvim_buf_get_lines(0, 1, -1, false), '|')"
    assert nvim.lua(lines) == "1. say one|2. say two|3. say three"
    nvim.keys("2GJ")
    nvim.until(f"{lines} == '1. say two|2. say one|3. say three'")
    nvim.chooses("say one and a half")
    nvim.keys("<CR>")
    nvim.sees("say one and a half")
    nvim.keys("4Gdd")
    nvim.not_any_more("▹ waits  say three")
    nvim.keys("q")

    nvim.easel("stop")
    nvim.sees("▹ held  say two\n▹ held  say one and a half\n  `:Easel resume` sends what is held")
    nvim.easel("resume")

    nvim.sees("\none and a half\n")
    assert journal.prompts()[1:] == ["say two", "say one and a half"]


def test_c6_a_prompt_that_cannot_be_sent_comes_back(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.lua(
        "local config = require('easel.config').get()\n"
        "config.when_busy = 'reject' require('easel').setup(config)"
    )
    nvim.easel()
    nvim.says("say on\nhang")
    nvim.sees("\non\n")
    nvim.until("return vim.fn.mode() == 'i'")

    nvim.type("and this<C-s>")

    nvim.is_told("A turn is already running.")
    nvim.until("return vim.api.nvim_get_current_line() == 'and this'")


def test_w15_a_lost_session_is_seen_and_told_to_the_agent(
    nvim: PluginNeovim, journal: Journal, agent: ScriptedAgent
) -> None:
    nvim.easel()
    nvim.says("say the answer is 42")
    nvim.sees("\nthe answer is 42\n")
    nvim.is_in("idle")
    nvim.easel("pause")
    nvim.is_in("paused")
    for path in agent.directory.glob("state/**/*"):
        if path.is_file():
            path.unlink()

    nvim.easel("resume")

    nvim.sees("■ The agent's session could not be restored")
    nvim.sees("▲ The agent does not remember this conversation.\n  `:Easel resume` tries again")
    nvim.happened("EaselSessionLoadFailed")
    nvim.easel("recap")
    nvim.happened("EaselTurnEnded", 2)
    assert "You answered:\nthe answer is 42" in journal.prompts()[-1]
