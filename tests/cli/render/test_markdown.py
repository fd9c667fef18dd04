"""Markdown on a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from easel_server.cli.render.markdown import markdown, thought
from easel_server.cli.render.plain import one_line, plain
from easel_testing.transcripts import shown


def test_markdown_is_drawn_without_blank_lines_around_it_or_blanks_at_line_ends() -> None:
    for text in (
        "- a\n- b",
        "# Head",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "> quote",
        "---",
        "```\nx\n```",
    ):
        lines = shown(markdown(text)).split("\n")
        assert lines[0], text
        assert lines[-2], text
        assert all(line == line.rstrip() for line in lines), text


def test_html_is_shown_rather_than_swallowed() -> None:
    assert shown(markdown("use `x` in <div> here\n\n<b>bold</b>")) == (
        "use x in <div> here\n\n<b>bold</b>\n"
    )


def test_a_link_shows_where_it_leads() -> None:
    assert (
        shown(markdown("[your bank](http://evil.example)")) == "your bank (http://evil.example)\n"
    )


def test_a_thought_can_be_told_from_an_answer_without_colours() -> None:
    assert shown(thought("First\nthen")) == "│ First\n│ then\n"


def test_nothing_that_a_terminal_acts_on_comes_through() -> None:
    attack = (
        "safe\x1b[2J\x1b]0;title\x07\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\r\x08\x9b31m\u202edone"
    )
    assert plain(attack) == "safelink31mdone"
    assert "\x1b" not in shown(markdown(attack))


@given(st.text())
def test_plain_text_has_no_controls_but_newline_and_tab(text: str) -> None:
    assert all(char.isprintable() or char in "\n\t" or ord(char) > 0x9F for char in plain(text))
    assert plain(plain(text)) == plain(text)


@given(st.text(), st.integers(2, 50))
def test_one_line_is_one_line(text: str, width: int) -> None:
    line = one_line(text, width)
    assert len(line) <= width
    assert len(line.splitlines()) <= 1
