"""Lists the agents for `easel agents`."""

import sys
from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from easel_acp.catalogue import AgentDefinition, Catalogue, default_agent
from easel_server.agents import agent_infos
from easel_server.cli import console
from easel_server.cli.catalogue import LocalCatalogue, read_catalogue
from easel_server.cli.errors import ExitCode
from easel_server.cli.render.plain import one_line
from easel_server.cli.render.trim import Trimmed
from easel_server.io.jsonrpc import encode
from easel_server.protocol.agents import AgentsListResult


def list_agents(*, as_json: bool) -> int:
    """Print the agents of this machine, as a table or as `easel/agents/list` has them."""
    found = read_catalogue()
    if as_json:
        result = AgentsListResult(agents=agent_infos(found.catalogue))
        sys.stdout.write(f"{encode(result).decode()}\n")
        return ExitCode.OK
    printer = console.stdout()
    for part in report(found):
        printer.print(part)
    return ExitCode.OK


def report(found: LocalCatalogue) -> Iterator[RenderableType]:
    """The table, then why some cannot start, then how to add one."""
    chosen = default_agent(found.catalogue, found.settings.default_agent)
    yield Trimmed(_table(found.catalogue, chosen.agent))
    yield from _obstacles(found.catalogue)
    yield Text("")
    if chosen.problem:
        yield Text(chosen.problem, style="yellow")
    yield Text("* is the default. Add or change agents in:", style="dim")
    yield Text(f"  {found.config_file}", style="dim")


def _table(catalogue: Catalogue, default: AgentDefinition | None) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("", no_wrap=True, min_width=3)
    for heading, width in (
        ("ID", _widest(a.id for a in catalogue.agents)),
        ("NAME", _widest(a.name for a in catalogue.agents)),
        ("SOURCE", 9),
    ):
        table.add_column(heading, no_wrap=True, min_width=width)
    table.add_column("COMMAND", no_wrap=True, overflow="ellipsis")
    for agent in catalogue.agents:
        mark = Text("✓", "green") if agent.available else Text("✗", "red")
        star = Text(" *" if agent is default else "", "bold")
        command = one_line(" ".join(agent.command))
        table.add_row(mark + star, agent.id, agent.name, agent.source, command)
    return table


def _widest(words: Iterable[str]) -> int:
    return max(map(len, words), default=0)


def _obstacles(catalogue: Catalogue) -> Iterator[RenderableType]:
    missing = [agent for agent in catalogue.agents if not agent.available]
    if missing or catalogue.problems:
        yield Text("")
    for agent in missing:
        yield Text.assemble(("✗ ", "red"), (agent.id, "bold"), f": {agent.reason}")
    for problem in catalogue.problems:
        place = f"{problem.path}: " if problem.path else ""
        yield Text.assemble(("! ", "yellow"), f"{problem.source}: {place}{problem.message}")
