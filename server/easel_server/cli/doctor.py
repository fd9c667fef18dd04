"""Examines this machine for `easel doctor`."""

import sys
from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from easel_acp.catalogue import Host
from easel_acp.catalogue.doctor import Check, CheckStatus, ConfigFileFacts, run_checks
from easel_acp.catalogue.doctor_facts import gather_facts
from easel_server.cli import console
from easel_server.cli.catalogue import LocalCatalogue, read_catalogue
from easel_server.cli.errors import ExitCode
from easel_server.cli.render.trim import Trimmed
from easel_server.cli.running import agents_running, check_of
from easel_server.io.jsonrpc import encode
from easel_server.settings import SettingProblem, state_dir

_MARKS: Final[dict[CheckStatus, tuple[str, str]]] = {
    "ok": ("✓", "green"),
    "warn": ("!", "yellow"),
    "fail": ("✗", "red"),
}


def examine(*, as_json: bool) -> int:
    """Print the checks; the exit code says whether one failed."""
    found = read_catalogue()
    running = agents_running(state_dir(found.settings, Host.current()))
    checks = (*checks_of(found), *map(check_of, running))
    if as_json:
        sys.stdout.write(f"{encode({'checks': checks, 'processes': running}).decode()}\n")
    else:
        printer = console.stdout()
        for part in report(checks):
            printer.print(part)
    failed = any(check.status == "fail" for check in checks)
    return ExitCode.ERROR if failed else ExitCode.OK


def checks_of(found: LocalCatalogue) -> tuple[Check, ...]:
    """Everything that is checked, problems in config.toml included."""
    facts = gather_facts(
        catalogue=found.catalogue,
        config_file=ConfigFileFacts(
            path=str(found.config_file),
            exists=found.config_file.exists(),
            problems=tuple(map(_sentence, found.problems)),
        ),
        state_dir=state_dir(found.settings, Host.current()),
        distribution="easel-ls",
    )
    return run_checks(facts)


def report(checks: tuple[Check, ...]) -> Iterator[RenderableType]:
    """A line for each check, the mend below it, and a summary."""
    for check in checks:
        mark, style = _MARKS[check.status]
        lines = Text.assemble((check.name, "bold"), f": {check.detail}")
        if check.mend:
            lines.append(f"\n→ {check.mend}", style="cyan")
        yield Trimmed(_hanging(Text(mark, style), lines))
    yield Text("")
    yield _summary(checks)


def _hanging(mark: Text, lines: Text) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_row(mark, lines)
    return grid


def _summary(checks: tuple[Check, ...]) -> Text:
    failed = sum(check.status == "fail" for check in checks)
    warned = sum(check.status == "warn" for check in checks)
    if failed:
        return Text(f"{failed} of {len(checks)} checks failed. → says what to do.", style="red")
    if warned:
        verb = "has" if warned == 1 else "have"
        return Text(f"Easel works; {warned} of {len(checks)} checks {verb} something to say.")
    return Text("All is well.", style="green")


def _sentence(problem: SettingProblem) -> str:
    line = f"line {problem.line}, " if problem.line is not None else ""
    path = f"`{problem.path}`: " if problem.path else ""
    return f"{line}{path}{problem.message}"
