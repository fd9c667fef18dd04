"""The agents and the configuration of this machine, read without a server."""

from dataclasses import dataclass
from pathlib import Path

from easel_acp.catalogue import Catalogue, load_catalogue
from easel_server.settings import (
    Layer,
    SettingProblem,
    Settings,
    agents_by_source,
    config_path,
    merge_settings,
    read_config,
)


@dataclass(frozen=True, slots=True)
class LocalCatalogue:
    """What config.toml says, what is wrong with it, and which agents there are."""

    config_file: Path
    settings: Settings
    problems: tuple[SettingProblem, ...]
    catalogue: Catalogue


def read_catalogue() -> LocalCatalogue:
    """Read configuration and agents; starts nothing."""
    path = config_path()
    layers: list[Layer] = [read_config(path)]
    settings, problems = merge_settings(layers)
    of_settings, of_config = agents_by_source(layers)
    catalogue = load_catalogue(settings=of_settings, config=of_config)
    return LocalCatalogue(path, settings, tuple(problems), catalogue)
