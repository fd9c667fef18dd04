"""One entry of `agent_servers`, the shape that Zed, JetBrains and `easel.agents` share."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

Shape = TypeVar("Shape", bound=msgspec.Struct)

_SPELLED_BY_ZED = {
    "default_mode": "defaultMode",
    "default_config_options": "defaultConfigOptions",
}


class EntryError(ValueError):
    """An entry has the wrong shape. `path` is the key inside the entry, `""` for the whole."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


class AgentEntry(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """How to start one agent. Keys that only another editor knows are ignored."""

    command: Annotated[
        str | tuple[str, ...] | None,
        Meta(
            description="The program to start, or the program with its arguments. Without it, "
            "the command of the well-known agent of that name is used."
        ),
    ] = None
    args: Annotated[tuple[str, ...], Meta(description="Arguments that follow the command.")] = ()
    env: Annotated[
        dict[str, str],
        Meta(description="Environment variables on top of the user's environment."),
    ] = {}
    default_mode: Annotated[
        str | None, Meta(description="The session mode to set in every new session.")
    ] = None
    default_config_options: Annotated[
        dict[str, str | bool],
        Meta(description="Session options to set in every new session, by option id."),
    ] = {}
    type: Annotated[
        str | None,
        Meta(description="As Zed writes it. Everything but `custom` is installed by Zed."),
    ] = None

    def __repr__(self) -> str:
        return f"AgentEntry(command={self.command!r}, args={self.args!r}, env=<{len(self.env)}>)"


def parse_entry(raw: object) -> AgentEntry:
    """Check an entry of unknown shape.

    Raises EntryError with the key that is wrong.
    """
    return convert_entry(raw, AgentEntry, _SPELLED_BY_ZED)


def convert_entry(raw: object, shape: type[Shape], spelled: Mapping[str, str]) -> Shape:
    """Check `raw` against `shape`. A key with null counts as absent; unknown keys are ignored.

    `spelled` maps other spellings of keys to ours. Raises EntryError.
    """
    if not isinstance(raw, Mapping):
        raise EntryError("", "Expected an object")
    present = {spelled.get(key, key): value for key, value in raw.items() if value is not None}
    try:
        return msgspec.convert(present, shape)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$.")
        raise EntryError(place.removesuffix("`").removesuffix("[...]"), message) from error
