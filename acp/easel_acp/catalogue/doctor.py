"""What `easel doctor` checks: from facts to results, pure. doctor_facts.py gathers the facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from easel_acp.catalogue.build import PRACTICE_AGENT
from easel_acp.catalogue.definition import AgentDefinition, Catalogue
from easel_acp.catalogue.locate import Found, Missing

CheckStatus = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report. `mend` is what to do about it, where there is something to do."""

    name: str
    status: CheckStatus
    detail: str
    mend: str | None = None


@dataclass(frozen=True, slots=True)
class StateDirFacts:
    """`mode` holds the permission bits, null if the folder is not there or has none (Windows).

    `writable` is true as well where the folder is not there but can be made.
    """

    path: str
    writable: bool
    mode: int | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class ConfigFileFacts:
    """`problems` are sentences about the file and its keys."""

    path: str
    exists: bool
    problems: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SupervisionFacts:
    """What the platform offers for keeping hold of processes."""

    platform: str
    pidfd: bool
    subreaper: bool


@dataclass(frozen=True, slots=True)
class DoctorFacts:
    """All that the checks look at. `packages` gives versions, null where one is missing."""

    python: tuple[int, int, int]
    packages: Mapping[str, str | None]
    state_dir: StateDirFacts
    config_file: ConfigFileFacts
    catalogue: Catalogue
    node: Found | Missing
    npx: Found | Missing
    supervision: SupervisionFacts


def run_checks(facts: DoctorFacts) -> tuple[Check, ...]:
    """Every check, in the order in which a person would mend things."""
    return (
        check_python(facts.python),
        check_packages(facts.packages),
        check_state_dir(facts.state_dir),
        check_config_file(facts.config_file),
        *check_agents(facts.catalogue),
        check_node(facts.node, facts.npx),
        check_supervision(facts.supervision),
    )


def check_python(version: tuple[int, int, int]) -> Check:
    detail = ".".join(map(str, version))
    if version < (3, 11, 0):
        return Check("Python", "fail", detail, "Install Python 3.11 or newer.")
    return Check("Python", "ok", detail)


def check_packages(packages: Mapping[str, str | None]) -> Check:
    missing = sorted(name for name, version in packages.items() if version is None)
    if missing:
        mend = f"pip install {' '.join(missing)}"
        return Check("Packages", "fail", f"Not installed: {', '.join(missing)}", mend)
    installed = ", ".join(f"{name} {version}" for name, version in sorted(packages.items()))
    return Check("Packages", "ok", installed)


def check_state_dir(facts: StateDirFacts) -> Check:
    if not facts.writable:
        cause = facts.cause or "it cannot be written"
        mend = "Make it writable, or set easel.stateDir to another folder."
        return Check("State folder", "fail", f"{facts.path}: {cause}", mend)
    if facts.mode is not None and facts.mode & 0o077:
        detail = f"{facts.path} can be read by others (mode {facts.mode:04o})"
        return Check("State folder", "warn", detail, f"chmod 700 '{facts.path}'")
    return Check("State folder", "ok", facts.path)


def check_config_file(facts: ConfigFileFacts) -> Check:
    if facts.problems:
        return Check("Configuration", "warn", "; ".join(facts.problems), f"Edit {facts.path}")
    absent = "" if facts.exists else " (not there: the defaults hold)"
    return Check("Configuration", "ok", f"{facts.path}{absent}")


def check_agents(catalogue: Catalogue) -> Iterator[Check]:
    """One check for each agent, for each problem of a source, and whether any agent is real."""
    for agent in catalogue.agents:
        yield _check_agent(agent)
    for problem in catalogue.problems:
        place = f"{problem.path}: " if problem.path else ""
        yield Check(f"Agents from {problem.source}", "warn", f"{place}{problem.message}")
    if not any(agent.available for agent in catalogue.agents if agent.id != PRACTICE_AGENT):
        mend = "Install one, for example: npm install -g @google/gemini-cli"
        yield Check("Agents", "warn", "Only the practice agent can start.", mend)


def _check_agent(agent: AgentDefinition) -> Check:
    name = f"Agent {agent.id}"
    if agent.available:
        return Check(name, "ok", f"{agent.command[0]} ({agent.source})")
    is_ours = agent.source in ("settings", "config")
    mend = f"Correct easel.agents.{agent.id}" if is_ours else None
    detail = agent.reason or "It cannot start."
    return Check(name, "fail" if is_ours else "warn", detail, mend)


def check_node(node: Found | Missing, npx: Found | Missing) -> Check:
    """Most agents come from npm, but none is needed for Easel itself."""
    for program in (node, npx):
        if isinstance(program, Missing):
            return Check("Node.js", "warn", program.reason, "Only agents from npm need it.")
    assert isinstance(node, Found)
    return Check("Node.js", "ok", node.path)


def check_supervision(facts: SupervisionFacts) -> Check:
    lacking = [
        name
        for name, present in (("pidfd", facts.pidfd), ("subreaper", facts.subreaper))
        if not present
    ]
    if not lacking:
        return Check("Process supervision", "ok", "pidfd and subreaper")
    detail = f"No {' and no '.join(lacking)} on {facts.platform}: the portable way is used."
    return Check("Process supervision", "warn", detail)
