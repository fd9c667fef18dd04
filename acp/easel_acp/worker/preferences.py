"""Which modes and options a session must be given again, and which defaults it gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from easel_acp.catalogue import AgentDefinition
from easel_conversation.state import AgentSession
from easel_conversation.values import JsonObject


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask of a session that was just opened, before its first prompt."""

    mode_id: str | None
    options: Mapping[str, str | bool]


NO_DEFAULTS: Final = Wanted(None, {})


def defaults_of(definition: AgentDefinition) -> Wanted:
    """What the settings say of every new session of the agent."""
    return Wanted(definition.default_mode, definition.default_config_options)


def wanted_of(session: AgentSession, defaults: Wanted, former: Wanted) -> Wanted:
    """What the conversation had; where it had nothing, the defaults.

    `former`: the defaults of the process before. What is as they said was nobody's choice, so
    what the defaults say now goes before it.
    """
    mode_id = (session.modes or {}).get("currentModeId")
    if mode_id is None or mode_id == former.mode_id:
        mode_id = defaults.mode_id or mode_id
    options = dict(map(_id_and_value, session.config_options or ()))
    had = {option: value for option, value in options.items() if value is not None}
    newer = {
        option: value
        for option, value in defaults.options.items()
        if option not in had or had[option] == former.options.get(option)
    }
    return Wanted(mode_id, {**had, **newer})


def changes_to(
    wanted: Wanted, modes: JsonObject | None, config_options: tuple[JsonObject, ...] | None
) -> Wanted:
    """What of it the session offers and does not have already."""
    current = dict(map(_id_and_value, config_options or ()))
    return Wanted(
        mode_id=wanted.mode_id if _can_change_mode(wanted.mode_id, modes) else None,
        options={
            option: value
            for option, value in wanted.options.items()
            if option in current and current[option] != value
        },
    )


def _can_change_mode(mode_id: str | None, modes: JsonObject | None) -> bool:
    if mode_id is None or modes is None or modes.get("currentModeId") == mode_id:
        return False
    return any(mode.get("id") == mode_id for mode in modes.get("availableModes", ()))


def _id_and_value(option: JsonObject) -> tuple[Any, Any]:
    return option.get("id"), option.get("currentValue")
