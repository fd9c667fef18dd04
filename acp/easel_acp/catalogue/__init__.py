"""Which agents there are: configured, found, or shipped with Easel. Starts none of them."""

from easel_acp.catalogue.build import PRACTICE_AGENT, CatalogueSources, build_catalogue
from easel_acp.catalogue.choose import DefaultAgent, default_agent, find_agent
from easel_acp.catalogue.definition import (
    AgentDefinition,
    AgentSource,
    Catalogue,
    CatalogueProblem,
)
from easel_acp.catalogue.entry import AgentEntry, EntryError, convert_entry, parse_entry
from easel_acp.catalogue.host import Host
from easel_acp.catalogue.load import load_catalogue

__all__ = [
    "PRACTICE_AGENT",
    "AgentDefinition",
    "AgentEntry",
    "AgentSource",
    "Catalogue",
    "CatalogueProblem",
    "CatalogueSources",
    "DefaultAgent",
    "EntryError",
    "Host",
    "build_catalogue",
    "convert_entry",
    "default_agent",
    "find_agent",
    "load_catalogue",
    "parse_entry",
]
