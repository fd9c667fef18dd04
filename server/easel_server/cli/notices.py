"""What a person should know about their settings before an agent is used."""

from collections.abc import Iterator

from easel_acp.catalogue import default_agent
from easel_server.cli.catalogue import LocalCatalogue
from easel_server.cli.failures import complain


def say_notices(found: LocalCatalogue, wanted: str | None) -> None:
    """Say on stderr what is wrong with config.toml, and which agent stands in for the default.

    Args:
        wanted: the agent that was named on the command line, if one was.
    """
    say_config_problems(found)
    if wanted is None:
        for sentence in _stand_in(found):
            complain(sentence)


def say_config_problems(found: LocalCatalogue) -> None:
    """One line for a config.toml that is not used as it was meant."""
    problems = [problem for problem in found.problems if problem.level == "warning"]
    if not problems:
        return
    first, *others = problems
    line = f":{first.line}" if first.line is not None else ""
    path = f" `{first.path}`" if first.path else ""
    more = f" ({len(others)} more: easel doctor)" if others else ""
    complain(f"{found.config_file}{line}:{path} {first.message}{more}")


def _stand_in(found: LocalCatalogue) -> Iterator[str]:
    chosen = default_agent(found.catalogue, found.settings.default_agent)
    if chosen.problem is not None and chosen.agent is not None:
        yield f"{chosen.problem} Using '{chosen.agent.id}' instead."
