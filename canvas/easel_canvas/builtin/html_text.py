"""HTML as text, for those who cannot see it. Pure."""

from html.parser import HTMLParser
from typing import Final

_SILENT: Final = frozenset({"script", "style", "template", "head", "noscript", "svg", "iframe"})
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"),
        *("main", "nav", "ol", "option", "p", "pre", "section", "table", "tr", "ul"),
    }
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def html_text(html: str) -> str:
    """What a page says, as Markdown: headings, lists, labels of buttons and fields."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._line = ""
        self._silent = 0

    def text(self) -> str:
        """What was read."""
        self._break()
        kept = [
            line
            for line, before in zip(self._lines, ["", *self._lines], strict=False)
            if line or before
        ]
        return "\n".join(kept).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS or tag == "br":
            self._break()
        self._line += self._mark(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "button":
            self._line += "]"
        elif tag in {"td", "th"}:
            self._line += " | "
        elif tag in _BLOCKS:
            self._break()
            if tag in _HEADINGS or tag == "p":
                self._lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            words = " ".join(data.split())
            before = " " if data[:1].isspace() and self._line else ""
            after = " " if data[-1:].isspace() and words else ""
            self._line += f"{before}{words}{after}" if words else before

    def _mark(self, tag: str, attributes: dict[str, str | None]) -> str:
        if self._silent:
            return ""
        match tag:
            case "li":
                return "- "
            case "button":
                return "["
            case "img":
                return f"[image: {attributes.get('alt') or 'no description'}]"
            case "input" | "textarea" | "select":
                said = attributes.get("placeholder") or attributes.get("name") or "field"
                return f"[{said}: {attributes.get('value') or ''}]"
            case _ if tag in _HEADINGS:
                return "#" * int(tag[1]) + " "
            case _:
                return ""

    def _break(self) -> None:
        line = self._line.strip().removesuffix("|").rstrip()
        if line:
            self._lines.append(line)
        self._line = ""
