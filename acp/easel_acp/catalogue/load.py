"""The catalogue of this machine: the one place here that reads it all."""

from collections.abc import Mapping

from easel_acp.catalogue.build import CatalogueSources, build_catalogue
from easel_acp.catalogue.definition import Catalogue
from easel_acp.catalogue.editor_files import editor_file, read_editor_agents
from easel_acp.catalogue.entry import AgentEntry
from easel_acp.catalogue.host import Host
from easel_acp.catalogue.locate import search_path


def load_catalogue(
    *,
    settings: Mapping[str, AgentEntry],
    config: Mapping[str, AgentEntry],
    host: Host | None = None,
) -> Catalogue:
    """Every agent that this machine knows. Reads files and folders, starts nothing.

    `settings` and `config` are the agents of the editor's settings and of config.toml.
    It takes milliseconds of disk time: call it in a thread.
    """
    host = host or Host.current()
    zed = read_editor_agents("zed", editor_file("zed", host))
    jetbrains = read_editor_agents("jetbrains", editor_file("jetbrains", host))
    folders = search_path(host)
    sources = CatalogueSources(
        settings=settings,
        config=config,
        zed=zed.entries,
        jetbrains=jetbrains.entries,
        problems=zed.problems + jetbrains.problems,
    )
    return build_catalogue(sources, host=host, locate=folders.locate, full_path=folders.joined)
