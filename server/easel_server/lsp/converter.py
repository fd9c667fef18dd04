"""The cattrs converter between LSP messages and lsprotocol's types."""

from collections.abc import Callable
from functools import cache
from typing import Any

from cattrs import Converter
from lsprotocol import converters
from pygls.protocol import JsonRPCNotification, JsonRPCRequestMessage, JsonRPCResponseMessage


@cache
def plain_data_converter() -> Converter:
    """Return the converter of all sessions; it generates its code once.

    What lsprotocol has no type for stays as it was decoded: dicts, lists and scalars, with every
    key intact. (pygls' own hooks turn each dict into a namedtuple class.)
    """
    converter = converters.get_converter()
    for envelope in (JsonRPCRequestMessage, JsonRPCResponseMessage, JsonRPCNotification):
        converter.register_structure_hook(envelope, _keep_fields_of(envelope))
    return converter


def _keep_fields_of(envelope: type[Any]) -> Callable[[dict[str, Any], Any], Any]:
    names = [field.name for field in envelope.__attrs_attrs__]

    def structure(message: dict[str, Any], _: Any) -> Any:
        return envelope(**{name: message.get(name) for name in names})

    return structure
