"""`markdown`: a document."""

from typing import Annotated

from msgspec import Meta

from easel_canvas.builtin.files import read_text
from easel_canvas.builtin.kind import Kind, View
from easel_canvas.builtin.surroundings import Surroundings
from easel_canvas.inputs import MIB, FilePath, Titled, either
from easel_canvas.values import JsonObject

MAX_TEXT = MIB


class MarkdownInput(Titled, frozen=True, kw_only=True):
    """A document in Markdown."""

    text: (
        Annotated[
            str,
            Meta(
                max_length=MAX_TEXT,
                description="GitHub-flavoured Markdown. Code blocks are highlighted by their "
                "language, blocks of the language `mermaid` are drawn as diagrams. HTML is not "
                "rendered, and images are only shown as links.",
            ),
        ]
        | None
    ) = None
    file: FilePath | None = None


class MarkdownView(View):
    """The text is shown as it is."""

    def __init__(self, text: str, title: str | None) -> None:
        super().__init__()
        self.title = title
        self._text = text

    def content(self) -> JsonObject:
        """`{text}`."""
        return {"text": self._text}

    def text(self) -> str:
        """The document."""
        return self._text


async def _make(given: MarkdownInput, surroundings: Surroundings) -> View:
    either({"text": given.text, "file": given.file})
    if given.file is not None:
        return MarkdownView(await read_text(given.file, surroundings, MAX_TEXT), given.title)
    return MarkdownView(given.text or "", given.title)


MARKDOWN = Kind(
    canvas_id="markdown",
    title="Document",
    description="Show a document in Markdown: a report, an explanation, notes, a diagram in "
    "Mermaid. Prefer it to a long answer in the chat when a person will want to keep the text "
    "beside the code.",
    input=MarkdownInput,
    make=_make,
)
