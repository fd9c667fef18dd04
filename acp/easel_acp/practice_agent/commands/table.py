"""All commands, in the order in which help shows them."""

from collections.abc import Mapping
from contextlib import aclosing

from easel_acp import sdk
from easel_acp.practice_agent.commands import (
    ask,
    canvas,
    edit,
    endings,
    files,
    memory,
    picture,
    plan,
    run,
    settings,
    talk,
)
from easel_acp.practice_agent.commands.command import Command
from easel_acp.practice_agent.commands.invocation import find_invocation
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Say, Steps


async def help_script(scene: Scene, argument: str) -> Steps:
    """List all commands."""
    rows = "\n".join(
        f"- `/{command.name}{f' {command.hint}' if command.hint else ''}`: {command.description}"
        for command in COMMANDS.values()
    )
    yield Say(talk.HELP.format(commands=rows))


_HELP = Command("help", "Say what one can type", help_script, words=talk.HELP_WORDS)

COMMANDS: Mapping[str, Command] = {
    command.name: command
    for command in (
        _HELP,
        plan.PLAN,
        edit.EDIT,
        files.MOVE,
        files.DELETE,
        run.RUN,
        ask.ASK,
        talk.THINK,
        talk.TABLE,
        picture.PICTURE,
        canvas.CANVAS,
        talk.LONG,
        talk.WAIT,
        memory.REMEMBER,
        memory.RECALL,
        settings.MODE,
        settings.PACE,
        settings.MCP,
        endings.END,
        endings.CRASH,
    )
}


async def perform(scene: Scene, *, first: bool) -> Steps:
    """Yield the steps of the answer to a prompt; the first answer introduces the agent."""
    text = scene.prompt.text
    invocation = find_invocation(text, COMMANDS)
    if first and (invocation is None or invocation.name != "help"):
        yield Say(talk.INTRODUCTION)
    if invocation is not None:
        script = COMMANDS[invocation.name].script(scene, invocation.argument)
    elif text.startswith("/"):
        script = talk.unknown_command(text, COMMANDS)
    else:
        script = talk.echo(scene)
    async with aclosing(script):
        async for step in script:
            yield step


def available_commands() -> sdk.AvailableCommandsUpdate:
    """Announce the commands to the client."""
    return sdk.AvailableCommandsUpdate(
        session_update="available_commands_update",
        available_commands=[
            sdk.AvailableCommand(
                name=command.name,
                description=command.description,
                input=_input(command.hint),
            )
            for command in COMMANDS.values()
        ],
    )


def _input(hint: str | None) -> sdk.AvailableCommandInput | None:
    if hint is None:
        return None
    return sdk.AvailableCommandInput(root=sdk.UnstructuredCommandInput(hint=hint))
