"""The module `protocol.ts`: ids, closed sets, shapes, events, and the methods with their types."""

from collections.abc import Iterable, Iterator

from easel_server.protocol.base import PROTOCOL_VERSION, Notification, Request
from easel_server.protocol.error_codes import CODES
from easel_server.protocol.generate import glossary
from easel_server.protocol.generate.contract import Contract
from easel_server.protocol.generate.types import Alias, Primitive, Shape
from easel_server.protocol.generate.typescript.syntax import (
    comment,
    constant,
    field_text,
    interface,
    type_alias,
    type_text,
)

EVENT_DOC = (
    "An event, told apart by its `type`. A newer server may send types that are not listed here: "
    "show such an event in a general way, or ignore it."
)
NO_MEMBERS = "Readonly<Record<string, never>>"


def typescript(contract: Contract) -> str:
    """The text of the module."""
    return "\n\n".join(_parts(contract)) + "\n"


def _parts(contract: Contract) -> Iterator[str]:
    yield _template("head.ts")
    yield constant("PROTOCOL_VERSION", "The version of the protocol.", str(PROTOCOL_VERSION))
    yield from map(_alias, contract.aliases.values())
    yield from (_shape(shape) for shape in contract.shapes.values() if shape.tag is None)
    yield from map(_shape, contract.events)
    yield type_alias("Event", EVENT_DOC, " | ".join(event.name for event in contract.events))
    yield _requests("Requests", "every request", contract.requests)
    yield _notifications("Notifications", "every notification", contract.notifications)
    what = "every request that the server makes of an editor"
    yield _requests("RequestsToEditor", what, contract.to_editor)
    what = "every notification that an editor sends"
    yield _notifications("NotificationsFromEditor", what, contract.from_editor)
    yield _error_codes()
    yield _template("tail.ts")


def _alias(alias: Alias) -> str:
    entry = glossary.names()[alias.name]
    values = "".join(f"\n- `{value}`: {text}" for value, text in entry.values.items())
    doc = f"{entry.text}\n{values}" if values else entry.text
    is_id = alias.type == Primitive("string")
    return type_alias(alias.name, doc, f'Id<"{alias.name}">' if is_id else type_text(alias.type))


def _shape(shape: Shape) -> str:
    members = [f'  readonly type: "{shape.tag}";\n'] if shape.tag else []
    members += map(field_text, shape.fields)
    if members:
        return interface(shape.name, shape.doc, shape.base, members)
    return type_alias(shape.name, shape.doc, shape.base or NO_MEMBERS)


def _requests(name: str, what: str, requests: Iterable[Request]) -> str:
    members = (
        f'{comment(request.summary, "  ")}  "{request.method}": '
        f"{{ params: {request.params.__name__}; result: {request.result.__name__} }};\n"
        for request in requests
    )
    return interface(name, f"The params and the result of {what}.", None, members)


def _notifications(name: str, what: str, notifications: Iterable[Notification]) -> str:
    members = (
        f'{comment(notification.summary, "  ")}  "{notification.method}": '
        f"{notification.params.__name__};\n"
        for notification in notifications
    )
    return interface(name, f"The params of {what}.", None, members)


def _error_codes() -> str:
    codes = (
        f"{comment(glossary.errors()[kind], '  ')}  {kind}: {code},\n"
        for kind, code in CODES.items()
    )
    doc = "The code of a response error, by its kind, which is in `error.data.kind`."
    return constant("ErrorCode", doc, f"{{\n{''.join(codes)}}} as const")


def _template(name: str) -> str:
    return (glossary.PROSE / name).read_text("utf-8").rstrip()
