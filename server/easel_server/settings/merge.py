"""From the layers to one `Settings`: for each key the strongest valid value wins."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from easel_acp.catalogue import AgentEntry, EntryError
from easel_server.settings.keys import GROUPS, NAMED_ENTRIES, VALUES
from easel_server.settings.layer import Layer, SettingProblem
from easel_server.settings.model import Group, Settings

GroupT = TypeVar("GroupT", bound=Group)


class _UnknownKeyError(Exception):
    """No setting has that path."""


def merge_settings(layers: Iterable[Layer]) -> tuple[Settings, list[SettingProblem]]:
    """Merge `layers`, the strongest first.

    A wrong value is a problem, and the next weaker valid value or the default holds. Agents
    and MCP servers are merged by name. Never raises on what a user may have written.
    """
    chosen: dict[str, object] = {}
    problems: list[SettingProblem] = []
    for layer in layers:
        problems.extend(layer.problems)
        for path, value in _flatten(layer.values):
            try:
                chosen.setdefault(path, _check(path, value))
            except EntryError as error:
                wrong = ".".join(filter(None, (path, error.path)))
                line = layer.line_of(wrong)
                problems.append(SettingProblem(wrong, layer.source, error.message, line))
            except _UnknownKeyError:
                problems.append(_unknown(path, layer))
    return _build(Settings, "", chosen), problems


def agents_by_source(
    layers: Iterable[Layer],
) -> tuple[Mapping[str, AgentEntry], Mapping[str, AgentEntry]]:
    """The agents of the editor's settings and those of config.toml, as the catalogue wants them."""
    layers = list(layers)
    settings, _ = merge_settings(layer for layer in layers if layer.source != "config.toml")
    config, _ = merge_settings(layer for layer in layers if layer.source == "config.toml")
    return settings.agents, config.agents


def _flatten(values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Each value with its path. `easel.` in front, or `easel` around it all, is dropped once."""
    for key, value in values.items():
        if key == "easel" and isinstance(value, Mapping):
            for inner, inner_value in value.items():
                yield from _walk(str(inner), inner_value)
        else:
            yield from _walk(str(key).removeprefix("easel."), value)


def _walk(path: str, value: object) -> Iterator[tuple[str, object]]:
    if value is None:
        return
    if isinstance(value, Mapping) and (path in GROUPS or path in NAMED_ENTRIES):
        for key, inner in value.items():
            yield from _walk(f"{path}.{key}", inner)
    else:
        yield path, value


def _check(path: str, value: object) -> object:
    """The value in the type of its key.

    Raises EntryError for a wrong value, _UnknownKeyError for a path that is no setting.
    """
    if path in VALUES:
        try:
            return msgspec.convert(value, VALUES[path])
        except msgspec.ValidationError as error:
            raise EntryError("", str(error)) from error
    if path in GROUPS or path in NAMED_ENTRIES:
        raise EntryError("", "Expected an object")
    collection, _, name = path.partition(".")
    if collection not in NAMED_ENTRIES:
        raise _UnknownKeyError
    if not name.strip():
        raise EntryError("", "Expected a name")
    return NAMED_ENTRIES[collection](value)


def _build(group: type[GroupT], prefix: str, chosen: Mapping[str, object]) -> GroupT:
    values: dict[str, object] = {}
    for field in msgspec.structs.fields(group):
        path = prefix + field.encode_name
        if path in GROUPS:
            values[field.name] = _build(GROUPS[path], f"{path}.", chosen)
        elif path in NAMED_ENTRIES:
            values[field.name] = _entries(f"{path}.", chosen)
        elif path in chosen:
            values[field.name] = chosen[path]
    return group(**values)


def _entries(prefix: str, chosen: Mapping[str, object]) -> dict[str, object]:
    return {
        path.removeprefix(prefix): entry
        for path, entry in chosen.items()
        if path.startswith(prefix)
    }


def _unknown(path: str, layer: Layer) -> SettingProblem:
    similar = difflib.get_close_matches(path, [*VALUES, *GROUPS, *NAMED_ENTRIES], n=1)
    hint = f" Did you mean `{similar[0]}`?" if similar else ""
    message = f"There is no such setting.{hint}"
    return SettingProblem(path, layer.source, message, layer.line_of(path), "information")
