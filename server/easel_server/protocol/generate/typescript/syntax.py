"""Pieces of TypeScript: types, unions, doc comments."""

from collections.abc import Iterable
from textwrap import wrap

from easel_server.protocol.generate.remarks import remarks
from easel_server.protocol.generate.types import (
    Array,
    Choice,
    Either,
    Field,
    Map,
    Primitive,
    Ref,
    Type,
)

WIDTH = 100

_PRIMITIVES = {"integer": "number", "any": "unknown"}


def type_text(meant: Type) -> str:
    """A type, on one line."""
    match meant:
        case Primitive(name=name):
            return _PRIMITIVES.get(name, name)
        case Ref(name=name):
            return name
        case Choice(values=values):
            return " | ".join(f'"{value}"' for value in values)
        case Array(item=item):
            inner = type_text(item)
            return f"readonly ({inner})[]" if " " in inner else f"readonly {inner}[]"
        case Map(value=value):
            return f"Readonly<Record<string, {type_text(value)}>>"
        case Either(members=members):
            return " | ".join(map(type_text, members))


def field_text(field: Field) -> str:
    """A member of an interface with its comment, indented."""
    optional = "?" if field.optional else ""
    line = f"  readonly {field.name}{optional}: {type_text(field.type)};\n"
    return comment(remarks(field), "  ") + line


def interface(name: str, doc: str, base: str | None, members: Iterable[str]) -> str:
    """An interface; the members are whole lines."""
    extends = f" extends {base}" if base else ""
    return f"{comment(doc)}export interface {name}{extends} {{\n{''.join(members)}}}"


def type_alias(name: str, doc: str, meant: str) -> str:
    """A name for a type; a union that is too long gets a line for each member."""
    line = f"export type {name} = {meant};"
    if len(line) > WIDTH:
        members = "".join(f"\n  | {member}" for member in meant.split(" | "))
        line = f"export type {name} ={members};"
    return comment(doc) + line


def constant(name: str, doc: str, value: str) -> str:
    """A constant."""
    return f"{comment(doc)}export const {name} = {value};"


def comment(text: str, indent: str = "") -> str:
    """A doc comment with its line break; nothing for no text."""
    one_line = f"{indent}/** {text} */\n"
    if not text or ("\n" not in text and len(one_line) <= WIDTH + 1):
        return one_line if text else ""
    body = "".join(f"{indent} *{' ' if line else ''}{line}\n" for line in _wrapped(text, indent))
    return f"{indent}/**\n{body}{indent} */\n"


def _wrapped(text: str, indent: str) -> Iterable[str]:
    for line in text.splitlines():
        hang = "  " if line.startswith("- ") else ""
        yield from wrap(line, WIDTH - len(indent) - 3, subsequent_indent=hang) or [""]
