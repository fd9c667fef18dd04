"""The reference: every method, event, shape, name and error."""

from collections.abc import Iterator, Mapping, Sequence

from easel_server.protocol.base import Notification, Request
from easel_server.protocol.error_codes import CODES
from easel_server.protocol.generate import glossary
from easel_server.protocol.generate.contract import Contract
from easel_server.protocol.generate.markdown.fields import fields_table
from easel_server.protocol.generate.markdown.syntax import code, link, table, type_words
from easel_server.protocol.generate.types import Shape

Examples = Mapping[str, Sequence[str]]
"""The headings of the examples in which a method occurs, by method."""


def requests(contract: Contract, examples: Examples) -> str:
    """A section for each request."""
    return "\n\n".join(_request(contract, request, examples) for request in contract.requests)


def notifications(contract: Contract, examples: Examples) -> str:
    """A section for each notification."""
    return "\n\n".join(_notification(contract, one, examples) for one in contract.notifications)


def to_editor(contract: Contract, examples: Examples) -> str:
    """A section for each request that the server makes."""
    return "\n\n".join(
        _request(contract, request, examples, heading=f"{request.method} (to the editor)")
        for request in contract.to_editor
    )


def from_editor(contract: Contract, examples: Examples) -> str:
    """A section for each notification that editors send."""
    return "\n\n".join(
        _notification(contract, one, examples, heading=f"{one.method} (from the editor)")
        for one in contract.from_editor
    )


def events(contract: Contract) -> str:
    """What all events have, and a section for each type."""
    base = contract.shapes["EventBase"]
    sections = (_section(f"{event.tag} event", event.doc, event) for event in contract.events)
    return "\n\n".join([base.doc, fields_table(base.fields), *sections])


def shapes(contract: Contract) -> str:
    """A section for each shape that methods and events have in common."""
    return "\n\n".join(_section(shape.name, shape.doc, shape) for shape in contract.parts)


def names(contract: Contract) -> str:
    """A section for each closed set, then a table of ids and other names."""
    sets = (
        f"### {alias.name}\n\n{glossary.names()[alias.name].text}\n\n{_values(alias.name)}"
        for alias, _ in contract.closed_sets
    )
    others = (
        f"### {alias.name}\n\n{type_words(alias.type).capitalize()}. "
        f"{glossary.names()[alias.name].text}"
        for alias in contract.plain_aliases
    )
    return "\n\n".join([*sets, *others])


def errors() -> str:
    """The table of errors."""
    rows = ((code(kind), str(code_), glossary.errors()[kind]) for kind, code_ in CODES.items())
    return table(("`data.kind`", "`code`", ""), rows)


def _request(
    contract: Contract, request: Request, examples: Examples, heading: str | None = None
) -> str:
    params = contract.shapes[request.params.__name__]
    result = contract.shapes[request.result.__name__]
    return "\n\n".join(
        [
            f"### {heading or request.method}",
            " ".join([request.summary, *_aliases(request)]),
            *_part(contract, "Params", params),
            *_part(contract, "Result", result),
            *_errors_of(request),
            *_examples_of(request.method, examples),
        ]
    )


def _notification(
    contract: Contract, notification: Notification, examples: Examples, heading: str | None = None
) -> str:
    params = contract.shapes[notification.params.__name__]
    return "\n\n".join(
        [
            f"### {heading or notification.method}",
            notification.summary,
            *_part(contract, "Params", params),
            *_examples_of(notification.method, examples),
        ]
    )


def _aliases(request: Request) -> Iterator[str]:
    if request.aliases:
        yield f"Other names of it: {', '.join(map(code, request.aliases))}."


def _part(contract: Contract, title: str, shape: Shape) -> Iterator[str]:
    yield f"**{title}.** {shape.doc}"
    if fields := contract.all_fields(shape):
        yield fields_table(fields)


def _errors_of(request: Request) -> Iterator[str]:
    if request.errors:
        yield f"**Errors:** {', '.join(link(code(kind), 'Errors') for kind in request.errors)}."


def _examples_of(method: str, examples: Examples) -> Iterator[str]:
    if headings := examples.get(method):
        yield f"**Examples:** {', '.join(link(heading, heading) for heading in headings)}."


def _section(heading: str, doc: str, shape: Shape) -> str:
    fields = [fields_table(shape.fields)] if shape.fields else []
    return "\n\n".join([f"### {heading}", doc, *fields])


def _values(name: str) -> str:
    values = glossary.names()[name].values
    return "\n".join(f"- `{value}`: {text}" for value, text in values.items())
