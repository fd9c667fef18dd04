"""Cutting streaming Markdown into blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_server.cli.render.blocks import MAX_OPEN_LINES, Block, BlockSplitter
from easel_server.cli.render.markdown import markdown
from easel_testing.transcripts import shown

LINES = st.sampled_from(
    ["", "word", "- item", "  more", "1. one", "2. two", "# Head", "```py", "```", "> q", "| a |"]
)


def split(text: str, size: int = 1) -> list[Block]:
    splitter = BlockSplitter()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    blocks = [block for piece in pieces for block in splitter.feed(piece)]
    return blocks + splitter.finish()


def texts(text: str) -> list[str]:
    return [block.text for block in split(text)]


def test_a_paragraph_is_finished_when_the_next_one_begins() -> None:
    splitter = BlockSplitter()
    assert splitter.feed("One\nparagraph.\n\n") == []
    assert splitter.feed("A") == [Block("One\nparagraph.", gap=False)]
    assert splitter.feed("nother\n") == []
    assert splitter.open == Block("Another\n", gap=True)


def test_a_heading_and_a_closed_fence_are_finished_at_once() -> None:
    splitter = BlockSplitter()
    assert splitter.feed("# Head\n") == [Block("# Head", gap=False)]
    assert splitter.feed("```\nx\n\ny\n```\n") == [Block("```\nx\n\ny\n```", gap=True)]


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- b\n- c",
        "1. a\n1. b\n\n1. c",
        "- a\n\n  continued\n  ```\n  x\n\n  y\n  ```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "> one\n> two",
        "```\n\n# no heading\n\n- no item\n```",
        "a lazy\nparagraph",
    ],
)
def test_what_markdown_reads_as_one_stays_together(text: str) -> None:
    assert texts(text) == [text]


def test_items_apart_keep_their_numbers_and_the_space_between_them() -> None:
    assert split("1. a\n\n2. b\n\n3. c") == [
        Block("1. a", gap=False),
        Block("2. b", gap=True),
        Block("3. c", gap=True),
    ]


def test_long_code_is_finished_in_pieces_that_join_without_a_seam() -> None:
    code = [f"line {number}" for number in range(MAX_OPEN_LINES * 3)]
    blocks = split("\n".join(["```", *code, "```", "after"]), size=100)
    assert len(blocks) > 2
    assert [block.gap for block in blocks[:-1]] == [False] * (len(blocks) - 1)
    drawn = "".join(shown(markdown(block.text)) for block in blocks[:-1])
    assert drawn.split("\n")[:-1] == [f"    {line}" for line in code]


def test_a_long_list_is_finished_in_pieces() -> None:
    blocks = split("\n".join(f"{number}. item" for number in range(1, 200)), size=50)
    assert len(blocks) > 2
    assert not any(block.gap for block in blocks)


@given(st.lists(LINES, max_size=30), st.integers(1, 9))
def test_it_does_not_matter_how_the_text_arrives(lines: list[str], size: int) -> None:
    text = "\n".join(lines)
    assert split(text, size) == split(text, len(text) + 1)


@given(st.lists(LINES, max_size=30))
def test_no_line_is_lost_and_none_is_turned_round(lines: list[str]) -> None:
    kept = [line for block in split("\n".join(lines)) for line in block.text.split("\n")]
    assert [line for line in kept if line.strip()] == [line for line in lines if line.strip()]


@given(st.text(max_size=200), st.integers(1, 50))
def test_any_text_comes_through(text: str, size: int) -> None:
    joined = "".join("".join(block.text.split()) for block in split(text, size))
    assert joined == "".join("".join(line.removesuffix("\r").split()) for line in text.split("\n"))


def test_the_open_block_is_what_is_not_finished() -> None:
    splitter = BlockSplitter()
    assert splitter.feed("Done.\n\nNot ") == [Block("Done.", gap=False)]
    assert splitter.open == Block("Not ", gap=True)
    assert splitter.finish() == [Block("Not", gap=True)]
    assert splitter.open is None
