"""Tables of fields."""

import json
from collections.abc import Iterable

from easel_server.protocol.generate.limits_text import limits_text
from easel_server.protocol.generate.markdown.syntax import code, table, type_words
from easel_server.protocol.generate.types import Field


def fields_table(fields: Iterable[Field]) -> str:
    """A table with a row for each field; `?` marks what may be absent."""
    return table(("Field", "Type", ""), map(_row, fields))


def _row(field: Field) -> tuple[str, str, str]:
    name = code(field.name + ("?" if field.optional else ""))
    return (name, type_words(field.type), _remarks(field))


def _remarks(field: Field) -> str:
    remarks = [field.description, limits_text(field.limits)]
    if field.optional and field.default is not None:
        remarks.append(f"absent: {code(json.dumps(field.default))}")
    return "; ".join(filter(None, remarks))
