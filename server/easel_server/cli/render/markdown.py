"""Markdown of agents for a terminal, block by block."""

from typing import ClassVar, Final

from markdown_it import MarkdownIt
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, ListElement, Markdown, MarkdownElement
from rich.padding import Padding
from rich.segment import Segment
from rich.syntax import Syntax
from rich.text import Text
from rich.theme import Theme

from easel_server.cli.render.plain import plain
from easel_server.cli.render.trim import Trimmed

THEME: Final = Theme(
    {
        "markdown.code": "cyan",
        "markdown.h1": "bold underline",
        "markdown.h2": "bold",
        "markdown.h3": "bold",
        "markdown.h4": "italic",
        "markdown.block_quote": "dim",
        "markdown.link": "default",
        "markdown.link_url": "underline blue",
        "markdown.table.border": "dim",
        "markdown.table.header": "bold",
        "markdown.item.number": "default",
    }
)
"""Colours of the terminal's own palette, so that they fit dark and light backgrounds."""

_PARSER: Final = (
    MarkdownIt().enable(["strikethrough", "table"]).disable(["html_block", "html_inline"])
)
"""HTML is text here: rich would leave it out."""


class _LeftHeading(Heading):
    LEVEL_ALIGN: ClassVar = {}


class _Code(CodeBlock):
    """Indented and without a background, so that pieces of a long one join without a seam."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        syntax = Syntax(
            str(self.text).rstrip("\n"),
            self.lexer_name,
            theme="ansi_dark",
            background_color="default",
            word_wrap=True,
        )
        yield Padding(syntax, (0, 0, 0, 4))


class _List(ListElement):
    """Numbers take the same room in every piece of a list."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.list_type == "bullet_list_open":
            yield from super().__rich_console__(console, options)
            return
        begin = 1 if self.list_start is None else self.list_start
        widest = max(begin + len(self.items), 10)
        for number, item in enumerate(self.items, begin):
            yield from item.render_number(console, options, number, widest)


class _Blocks(Markdown):
    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": _LeftHeading,
        "fence": _Code,
        "code_block": _Code,
        "bullet_list_open": _List,
        "ordered_list_open": _List,
    }

    def __init__(self, markup: str) -> None:
        super().__init__("", hyperlinks=False)
        self.parsed = _PARSER.parse(markup)


class _Barred:
    """A bar at the left, which also shows without colours."""

    def __init__(self, inside: Text) -> None:
        self._inside = inside

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        narrower = options.update(width=max(options.max_width - 2, 1))
        bar = Segment("│ ", console.get_style("dim"))
        for line in console.render_lines(self._inside, narrower, pad=False):
            yield bar
            yield from line
            yield Segment.line()


def markdown(text: str) -> Trimmed:
    """Markdown ready to be printed; control characters are taken out.

    Links show their address, as an agent may write anything into the text of a link.
    """
    return Trimmed(_Blocks(plain(text)))


def thought(text: str) -> Trimmed:
    """A block of what the agent thinks: dimmed, and as it was written."""
    return Trimmed(_Barred(Text(plain(text), style="dim italic")))
