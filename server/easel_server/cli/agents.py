"""Lists the agents for `easel agents`."""

import sys
from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from easel_acp.catalogue import AgentDefinition, Catalogue, DefaultAgent, default_agent
from easel_server.agents import agent_infos
from easel_server.cli import console
from easel_server.cli.catalogue import LocalCatalogue, read_catalogue
from easel_server.cli.errors import ExitCode
from easel_server.cli.notices import say_config_problems
from easel_server.cli.render.plain import one_line
from easel_server.io.jsonrpc import encode
from easel_server.protocol.agents import AgentsListResult


def list_agents(*, as_json: bool) -> int:
    """Print the agents of this machine, as a table or as `easel/agents/list` has them."""
    found = read_catalogue()
    say_config_problems(found)
    if as_json:
        result = AgentsListResult(agents=agent_infos(found.catalogue, _default(found)))
        sys.stdout.write(f"{encode(result).decode()}\n")
        return ExitCode.OK
    printer = console.stdout()
    for part in report(found):
        printer.print(part)
    return ExitCode.OK


def report(found: LocalCatalogue) -> Iterator[RenderableType]:
    """The table, then why some cannot start, then how to add one."""
    chosen = _default(found)
    yield Group(*_table(found.catalogue, chosen.agent))
    yield from _obstacles(found.catalogue)
    yield Text("")
    if chosen.problem:
        yield Text(chosen.problem, style="yellow")
    yield Text("* is the default. Add or change agents in:", style="dim")
    yield Text(f"  {found.config_file}", style="dim")


def _default(found: LocalCatalogue) -> DefaultAgent:
    return default_agent(found.catalogue, found.settings.default_agent)


def _table(catalogue: Catalogue, default: AgentDefinition | None) -> Iterator[Text]:
    """Lines as wide as the terminal; of a long command the beginning."""
    columns = [("ID", "NAME", "SOURCE"), *((a.id, a.name, a.source) for a in catalogue.agents)]
    widths = [max(map(cell_len, column)) for column in zip(*columns, strict=True)]
    head, *rows = (
        "  ".join(set_cell_size(word, width) for word, width in zip(row, widths, strict=True))
        for row in columns
    )
    yield Text(f"    {head}  COMMAND", style="bold")
    for agent, row in zip(catalogue.agents, rows, strict=True):
        yield Text.assemble(
            ("✓", "green") if agent.available else ("✗", "red"),
            (" * " if agent is default else "   ", "bold"),
            f"{row}  {one_line(' '.join(agent.command))}",
            no_wrap=True,
            overflow="ellipsis",
        )


def _obstacles(catalogue: Catalogue) -> Iterator[RenderableType]:
    missing = [agent for agent in catalogue.agents if not agent.available]
    if missing or catalogue.problems:
        yield Text("")
    for agent in missing:
        yield Text.assemble(("✗ ", "red"), (agent.id, "bold"), f": {agent.reason}")
    for problem in catalogue.problems:
        place = f"{problem.path}: " if problem.path else ""
        yield Text.assemble(("! ", "yellow"), f"{problem.source}: {place}{problem.message}")
