"""Tables of fields."""

from collections.abc import Iterable

from easel_server.protocol.generate.markdown.syntax import code, table, type_words
from easel_server.protocol.generate.remarks import remarks
from easel_server.protocol.generate.types import Field


def fields_table(fields: Iterable[Field]) -> str:
    """A table with a row for each field; `?` marks what may be absent."""
    return table(("Field", "Type", ""), map(_row, fields))


def _row(field: Field) -> tuple[str, str, str]:
    name = code(field.name + ("?" if field.optional else ""))
    return (name, type_words(field.type), remarks(field))
