"""What an editor says of itself in `initialize`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Announcement:
    """The parts of the `initialize` params that Easel looks at, as plain data.

    `token` is the secret of the TCP and WebSocket transports; it is not in
    `initialization_options` any more, so that nothing logs it.
    """

    initialization_options: Mapping[str, Any] = field(default_factory=dict)
    capabilities: Mapping[str, Any] = field(default_factory=dict)
    process_id: int | None = None
    client_name: str | None = None
    workspace_folders: tuple[str, ...] = ()
    """URIs of the folders open at the start (or of `rootUri`); later changes are in
    `session.workspace.folders`."""

    token: str | None = field(default=None, repr=False)

    @property
    def easel(self) -> Mapping[str, Any] | None:
        """`capabilities.experimental.easel`: present if the editor wants `easel/*` messages."""
        announced = _mapping(self.capabilities.get("experimental")).get("easel")
        return announced if isinstance(announced, Mapping) else None

    @property
    def options(self) -> Mapping[str, Any]:
        """`initializationOptions.easel`."""
        return _mapping(self.initialization_options.get("easel"))


def read_announcement(params: object) -> tuple[Announcement, dict[str, Any]]:
    """Read `initialize` params, whatever they are; also return them without the token."""
    fields = dict(_mapping(params))
    options = dict(_mapping(fields.get("initializationOptions")))
    easel = dict(_mapping(options.get("easel")))
    token = easel.pop("token", None)
    if "easel" in options:
        options["easel"] = easel
    if options:
        fields["initializationOptions"] = options
    process_id = fields.get("processId")
    client_name = _mapping(fields.get("clientInfo")).get("name")
    announcement = Announcement(
        initialization_options=options,
        capabilities=_mapping(fields.get("capabilities")),
        process_id=process_id if type(process_id) is int and process_id > 0 else None,
        client_name=client_name if isinstance(client_name, str) else None,
        workspace_folders=tuple(_folders(fields)),
        token=token if isinstance(token, str) else None,
    )
    return announcement, fields


def _folders(fields: Mapping[str, Any]) -> list[str]:
    folders = fields.get("workspaceFolders")
    uris = [_mapping(folder).get("uri") for folder in folders] if isinstance(folders, list) else []
    return [uri for uri in uris or [fields.get("rootUri")] if isinstance(uri, str)]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
