"""The keys of the settings as dotted paths, read off the model."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from easel_acp.catalogue import parse_entry
from easel_server.settings.mcp import parse_mcp_server
from easel_server.settings.model import Group, Settings

NAMED_ENTRIES: Mapping[str, Callable[[object], object]] = {
    "agents": parse_entry,
    "mcpServers": parse_mcp_server,
}
"""Objects whose keys the user chooses, with what checks one entry."""


def _keys_of(group: type[Group], prefix: str) -> Iterator[tuple[str, Any]]:
    for field in msgspec.structs.fields(group):
        path = prefix + field.encode_name
        yield path, field.type
        if isinstance(field.type, type) and issubclass(field.type, Group):
            yield from _keys_of(field.type, f"{path}.")


_ALL = dict(_keys_of(Settings, ""))

GROUPS: Mapping[str, type[Group]] = {
    path: type_
    for path, type_ in _ALL.items()
    if isinstance(type_, type) and issubclass(type_, Group)
}
"""Objects with known keys."""

VALUES: Mapping[str, Any] = {
    path: type_ for path, type_ in _ALL.items() if path not in GROUPS and path not in NAMED_ENTRIES
}
"""Everything else, with its type."""
