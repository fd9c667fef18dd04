"""Runs a command, after permission."""

from easel_acp.practice_agent.client import ClientError
from easel_acp.practice_agent.commands.command import Command, plain
from easel_acp.practice_agent.local_command import Outcome
from easel_acp.practice_agent.prompt import title_of
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Content, Say, Steps, Tool, code_content

DEFAULT_COMMAND = "for i in 1 2 3 4 5; do echo tick $i; sleep 1; done"


async def _run(scene: Scene, argument: str) -> Steps:
    command = argument or DEFAULT_COMMAND
    tool = Tool(
        f"Run {title_of(command)}", "execute", {"command": command, "cwd": scene.session.record.cwd}
    )
    yield tool.start()
    verdict = await scene.permission(tool, "run")
    if not verdict.granted:
        yield tool.failed(verdict.reason)
        yield Say(f"I did not run it. {verdict.reason}\n")
        return
    try:
        outcome = await scene.run(tool, command)
    except (ClientError, OSError) as error:
        yield tool.failed(str(error))
        yield Say(f"It could not be started: {error}\n")
        return
    if outcome.exit_code == 0:
        yield tool.done(_raw(outcome), _content(scene, outcome))
    else:
        yield tool.failed(_summary(outcome), _raw(outcome), _content(scene, outcome))
    yield Say(_summary(outcome))


def _raw(outcome: Outcome) -> dict[str, object]:
    return {
        "exitCode": outcome.exit_code,
        "signal": outcome.signal,
        "output": outcome.output,
        "truncated": outcome.truncated,
    }


def _content(scene: Scene, outcome: Outcome) -> list[Content] | None:
    """Return the output to show, unless a terminal of the client shows it already."""
    return None if scene.client.has_terminals else [code_content(outcome.output or "(no output)")]


def _summary(outcome: Outcome) -> str:
    if outcome.signal is not None:
        return f"It was ended by `{outcome.signal}`.\n"
    if outcome.exit_code == 0:
        return f"Done, with {len(outcome.output.splitlines())} lines of output.\n"
    return f"It failed with exit code {outcome.exit_code}.\n"


RUN = Command(
    "run",
    "Run a shell command, after asking",
    _run,
    hint="[command]",
    words=plain(r"run\s+(?P<argument>.+)"),
)
