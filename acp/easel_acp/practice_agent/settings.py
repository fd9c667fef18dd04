"""The modes and options that a session offers, and the checks on setting them."""

from collections.abc import Mapping
from typing import TypeVar

from easel_acp import sdk
from easel_acp.practice_agent.pace import PACES, PaceName
from easel_acp.practice_agent.store import ModeId, SessionRecord

MODES: Mapping[ModeId, tuple[str, str]] = {
    "ask": ("Ask", "Ask before every edit and command"),
    "auto-edit": ("Auto edit", "Edit files unasked, ask before commands"),
    "read-only": ("Read only", "Neither edit files nor run commands"),
}
MODE_OPTION = "mode"
PACE_OPTION = "pace"
THOUGHTS_OPTION = "thoughts"

ConfigOption = sdk.SessionConfigOptionSelect | sdk.SessionConfigOptionBoolean
_Choice = TypeVar("_Choice", ModeId, PaceName)


class BadSettingError(Exception):
    """An unknown mode, option or value; the message says which are known."""


def mode_state(record: SessionRecord) -> sdk.SessionModeState:
    """Describe the modes and which one is on."""
    return sdk.SessionModeState(
        current_mode_id=record.mode,
        available_modes=[
            sdk.SessionMode(id=mode, name=name, description=description)
            for mode, (name, description) in MODES.items()
        ],
    )


def config_options(record: SessionRecord, *, with_booleans: bool) -> list[ConfigOption]:
    """Describe all options; boolean ones only for a client that knows the type."""
    options: list[ConfigOption] = [_mode_option(record), _pace_option(record)]
    if with_booleans:
        options.append(_thoughts_option(record))
    return options


def set_mode(record: SessionRecord, mode: str) -> None:
    """Change the mode.

    Raises:
        BadSettingError: there is no such mode.
    """
    record.mode = _choice("mode", mode, MODES)


def set_option(record: SessionRecord, option: str, value: str | bool) -> None:
    """Change an option.

    Raises:
        BadSettingError: there is no such option, or it does not take this value.
    """
    match option, value:
        case "mode", str():
            set_mode(record, value)
        case "pace", str():
            record.pace = _choice("pace", value, PACES)
        case "thoughts", bool():
            record.show_thoughts = value
        case _:
            raise BadSettingError(f"No option {option!r} takes the value {value!r}")


def _choice(what: str, value: str, known: Mapping[_Choice, object]) -> _Choice:
    for choice in known:
        if choice == value:
            return choice
    raise BadSettingError(f"Unknown {what} {value!r}. There are: {', '.join(known)}")


def _mode_option(record: SessionRecord) -> ConfigOption:
    return sdk.SessionConfigOptionSelect(
        type="select",
        id=MODE_OPTION,
        name="Mode",
        category="mode",
        description="What the agent may do without asking",
        current_value=record.mode,
        options=[
            sdk.SessionConfigSelectOption(value=mode, name=name, description=description)
            for mode, (name, description) in MODES.items()
        ],
    )


def _pace_option(record: SessionRecord) -> ConfigOption:
    return sdk.SessionConfigOptionSelect(
        type="select",
        id=PACE_OPTION,
        name="Pace",
        category="model",
        description="How fast answers stream",
        current_value=record.pace,
        options=[
            sdk.SessionConfigSelectOption(value=key, name=pace.name, description=pace.description)
            for key, pace in PACES.items()
        ],
    )


def _thoughts_option(record: SessionRecord) -> ConfigOption:
    return sdk.SessionConfigOptionBoolean(
        type="boolean",
        id=THOUGHTS_OPTION,
        name="Show thoughts",
        category="thought_level",
        description="Stream what the agent thinks before it answers",
        current_value=record.show_thoughts,
    )


def changes(
    record: SessionRecord, *, with_booleans: bool
) -> tuple[sdk.CurrentModeUpdate, sdk.ConfigOptionUpdate]:
    """Return the updates that tell a client the present settings.

    Both go out on every change: some clients know only modes, some only options.
    """
    return (
        sdk.CurrentModeUpdate(session_update="current_mode_update", current_mode_id=record.mode),
        sdk.ConfigOptionUpdate(
            session_update="config_option_update",
            config_options=config_options(record, with_booleans=with_booleans),
        ),
    )
