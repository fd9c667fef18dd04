"""From what the sources say to one list of agents. Pure, but for the look-up handed in."""

import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from easel_acp.catalogue.definition import (
    SOURCES_BY_STRENGTH,
    AgentDefinition,
    AgentSource,
    Catalogue,
    CatalogueProblem,
    slug,
)
from easel_acp.catalogue.entry import AgentEntry
from easel_acp.catalogue.host import Host
from easel_acp.catalogue.known import (
    KNOWN_AGENTS,
    KnownAgent,
    known_agent,
    known_by_command,
)
from easel_acp.catalogue.locate import Found, Locate, Missing
from easel_conversation.ids import AgentName

PRACTICE_AGENT = AgentName("easel-practice")

_NO_ENTRIES: Mapping[str, AgentEntry] = {}


@dataclass(frozen=True, slots=True)
class CatalogueSources:
    """The configured agents of each source by name, and what was wrong while reading them."""

    settings: Mapping[str, AgentEntry] = field(default_factory=dict)
    config: Mapping[str, AgentEntry] = field(default_factory=dict)
    zed: Mapping[str, AgentEntry] = field(default_factory=dict)
    jetbrains: Mapping[str, AgentEntry] = field(default_factory=dict)
    problems: tuple[CatalogueProblem, ...] = ()


def build_catalogue(
    sources: CatalogueSources, *, host: Host, locate: Locate, full_path: str
) -> Catalogue:
    """Resolve every agent and keep each one once, from its strongest source.

    `full_path` becomes the PATH of agents that were found off PATH.
    """
    resolver = _Resolver(host, locate, full_path)
    configured: Mapping[AgentSource, Mapping[str, AgentEntry]] = {
        "settings": sources.settings,
        "config": sources.config,
        "zed": sources.zed,
        "jetbrains": sources.jetbrains,
    }
    kept: list[AgentDefinition] = []
    for source in SOURCES_BY_STRENGTH:
        entries = configured.get(source, _NO_ENTRIES)
        candidates = [resolver.configured(name, entry, source) for name, entry in entries.items()]
        if source == "detected":
            candidates.extend(resolver.detected())
        elif source == "builtin":
            candidates.append(_practice_agent())
        kept.extend([agent for agent in candidates if not _is_in(agent, kept)])
    return Catalogue(tuple(kept), sources.problems)


@dataclass(frozen=True, slots=True)
class _Resolver:
    host: Host
    locate: Locate
    full_path: str

    def configured(self, name: str, entry: AgentEntry, source: AgentSource) -> AgentDefinition:
        agent = AgentDefinition(
            id=AgentName(name),
            name=name,
            command=(),
            source=source,
            env=entry.env,
            default_mode=entry.default_mode,
            default_config_options=entry.default_config_options,
        )
        if entry.command is not None:
            return self._place(agent, self._words(entry))
        if known := known_agent(name):
            completed = replace(agent, name=known.name, env={**known.env, **entry.env})
            return self._known(completed, known, entry.args or known.args)
        if slug(name) == PRACTICE_AGENT:
            return replace(
                _practice_agent(),
                source=source,
                env=entry.env,
                default_mode=entry.default_mode,
                default_config_options=entry.default_config_options,
            )
        return replace(agent, available=False, reason=_without_command(entry))

    def detected(self) -> Iterator[AgentDefinition]:
        for known in KNOWN_AGENTS:
            agent = self._known(
                AgentDefinition(known.id, known.name, (), "detected", env=known.env),
                known,
                known.args,
            )
            if agent.available:
                yield agent

    def _known(
        self, agent: AgentDefinition, known: KnownAgent, args: tuple[str, ...]
    ) -> AgentDefinition:
        attempts = [self._place(agent, (program, *args)) for program in known.programs]
        return next((attempt for attempt in attempts if attempt.available), attempts[0])

    def _words(self, entry: AgentEntry) -> tuple[str, ...]:
        """Argv as it is meant. A lone string that is no program is taken as a command line."""
        if not isinstance(entry.command, str):
            return tuple(map(self.host.expand, (*(entry.command or ()), *entry.args)))
        words = (self.host.expand(entry.command), *map(self.host.expand, entry.args))
        if entry.args or isinstance(self.locate(words[0]), Found):
            return words
        return _split(words[0]) or words

    def _place(self, agent: AgentDefinition, words: tuple[str, ...]) -> AgentDefinition:
        """Put the absolute path of the program in, or the reason why there is none."""
        match self.locate(words[0] if words else ""):
            case Missing(reason):
                return replace(agent, command=words, available=False, reason=reason)
            case Found(path, off_path):
                neighbours = {"PATH": self.full_path} if off_path else {}
                env = {**neighbours, **agent.env}
                known = known_agent(agent.id) or known_by_command(words)
                withheld = known.withheld if known else frozenset()
                return replace(agent, command=(path, *words[1:]), env=env, withheld=withheld)


def _practice_agent() -> AgentDefinition:
    """The agent that ships with Easel.

    `-P` keeps the user's project, the working directory, from shadowing our imports.
    """
    command = (sys.executable, "-P", "-m", "easel_acp.practice_agent")
    return AgentDefinition(PRACTICE_AGENT, "Practice agent", command, "builtin")


def _split(line: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(line))
    except ValueError:
        return ()


def _without_command(entry: AgentEntry) -> str:
    if entry.type in (None, "custom"):
        return "The command is empty."
    return (
        "Zed installs this agent for itself, so its command is not known here. "
        "Put it under easel.agents with its command."
    )


def _is_in(agent: AgentDefinition, stronger: Iterable[AgentDefinition]) -> bool:
    return any(_is_same(agent, other) for other in stronger)


def _is_same(agent: AgentDefinition, stronger: AgentDefinition) -> bool:
    """The same name, or the same command. Two accounts of one agent differ in their env."""
    if {slug(agent.id), slug(agent.name)} & {slug(stronger.id), slug(stronger.name)}:
        return True
    if agent.command != stronger.command:
        return False
    return agent.source == "detected" or agent.env == stronger.env
