"""The contract as JSON Schema (2020-12)."""

from collections.abc import Iterable
from typing import Any

import msgspec

from easel_conversation.events import Event
from easel_server.protocol.base import PROTOCOL_VERSION, Notification, Request
from easel_server.protocol.error_codes import CODES
from easel_server.protocol.generate.contract import EVENTS, Contract
from easel_server.protocol.generate.reading import STAMPED

JsonSchema = dict[str, Any]

COMMENT = (
    "Generated from server/easel_server/protocol; `make docs` writes it anew. `$defs` has every "
    "params, result, event and shape. `x-requests` and `x-notifications` say which method has "
    "which, `x-requests-to-editor` and `x-notifications-from-editor` the same for the other "
    "direction, `x-errors` has the codes. Absent and null mean the same; unknown fields are "
    "ignored."
)


def protocol_schema(contract: Contract) -> JsonSchema:
    """The schema: `$defs` for the types, `x-…` for the methods and error codes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"The Easel protocol, version {PROTOCOL_VERSION}",
        "$comment": COMMENT,
        "$defs": _definitions(contract),
        "x-requests": {request.method: _request(request) for request in contract.requests},
        "x-notifications": _notifications(contract.notifications),
        "x-requests-to-editor": {
            request.method: {"params": _ref(request.params), "result": _ref(request.result)}
            for request in contract.to_editor
        },
        "x-notifications-from-editor": _notifications(contract.from_editor),
        "x-errors": CODES,
    }


def _definitions(contract: Contract) -> JsonSchema:
    requests = (*contract.requests, *contract.to_editor)
    types: list[Any] = [type_ for r in requests for type_ in (r.params, r.result)]
    types += [one.params for one in (*contract.notifications, *contract.from_editor)]
    (*_, event), components = msgspec.json.schema_components(
        [*types, Event], ref_template="#/$defs/{name}"
    )
    for class_ in EVENTS:
        _require_stamps(components[class_.__name__])
    plain: JsonSchema = msgspec.json.decode(
        msgspec.json.encode({**components, "Event": {"description": "An event.", **event}})
    )
    return dict(sorted(plain.items()))


def _require_stamps(event: JsonSchema) -> None:
    """On the wire every event has its place and time; only Python has a default for them."""
    for name in STAMPED:
        event["properties"][name].pop("default", None)
    event["required"] = sorted({*event["required"], *STAMPED})


def _request(request: Request) -> JsonSchema:
    return {
        "params": _ref(request.params),
        "result": _ref(request.result),
        "errors": list(request.errors),
        "command": request.command,
    }


def _notifications(notifications: Iterable[Notification]) -> JsonSchema:
    return {one.method: {"params": _ref(one.params)} for one in notifications}


def _ref(type_: type) -> JsonSchema:
    return {"$ref": f"#/$defs/{type_.__name__}"}
