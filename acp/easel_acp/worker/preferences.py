"""Which modes and options a session must be given again, and which defaults it gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from easel_conversation.values import JsonObject


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask of a session that was just opened, before its first prompt."""

    mode_id: str | None
    options: Mapping[str, str | bool]


def wanted_of(
    modes: JsonObject | None,
    config_options: tuple[JsonObject, ...] | None,
    default_mode: str | None,
    default_options: Mapping[str, str | bool],
) -> Wanted:
    """What the conversation had; where it had nothing, the defaults of the agent's settings."""
    chosen = {} if config_options is None else dict(map(_id_and_value, config_options))
    return Wanted(
        mode_id=(modes or {}).get("currentModeId") or default_mode,
        options={**default_options, **{k: v for k, v in chosen.items() if v is not None}},
    )


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
