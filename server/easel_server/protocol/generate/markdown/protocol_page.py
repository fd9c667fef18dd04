"""`docs/protocol.md`."""

import re
from collections import Counter
from collections.abc import Mapping

from easel_server.protocol.generate.contract import Contract
from easel_server.protocol.generate.exchange.story import Chapter, read_stories
from easel_server.protocol.generate.glossary import ProseError
from easel_server.protocol.generate.markdown import reference
from easel_server.protocol.generate.markdown.examples import example, headings_by_method
from easel_server.protocol.generate.markdown.syntax import slug
from easel_server.protocol.generate.markdown.template import fill

TEMPLATE = "protocol.md"
_HEADING = re.compile(r"^##+ (.+)$", re.MULTILINE)


def protocol_page(contract: Contract) -> str:
    """The page: prose, examples and reference.

    Raises:
        ProseError: an example is missing or shown nowhere, or two headings are the same.
    """
    chapters = _chapters()
    headings = headings_by_method(chapters.values())
    unshown = dict(chapters)

    def show(name: str) -> str:
        if name not in unshown:
            raise ProseError(f"prose/{TEMPLATE}: there is no example {name}, or it was shown")
        return example(unshown.pop(name))

    page = fill(
        TEMPLATE,
        {
            "example": show,
            "requests": lambda _: reference.requests(contract, headings),
            "notifications": lambda _: reference.notifications(contract, headings),
            "toEditor": lambda _: reference.to_editor(contract, headings),
            "fromEditor": lambda _: reference.from_editor(contract, headings),
            "events": lambda _: reference.events(contract),
            "shapes": lambda _: reference.shapes(contract),
            "names": lambda _: reference.names(contract),
            "errors": lambda _: reference.errors(),
        },
    )
    if unshown:
        raise ProseError(f"prose/{TEMPLATE} does not show the examples {sorted(unshown)}")
    _require_unique_headings(page)
    return page


def _require_unique_headings(page: str) -> None:
    """Links go to headings."""
    counts = Counter(slug(heading) for heading in _HEADING.findall(page))
    if twice := [anchor for anchor, count in counts.items() if count > 1]:
        raise ProseError(f"{TEMPLATE}: these headings occur twice: {twice}")


def _chapters() -> Mapping[str, Chapter]:
    stories = read_stories().values()
    return {chapter.name: chapter for story in stories for chapter in story.chapters}
