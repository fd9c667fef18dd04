"""Easel's own `/` commands in a chat."""

from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from easel_conversation.ids import AgentName
from easel_conversation.values import JsonObject
from easel_server.cli.chat import words
from easel_server.cli.chat.completer import Suggestion
from easel_server.cli.chat.room import Room
from easel_server.cli.errors import CliError
from easel_server.cli.render.markdown import markdown
from easel_server.cli.render.plain import one_line

Run = Callable[[Room, str], Coroutine[Any, Any, None]]
Suggest = Callable[[Room, list[str]], Iterable[Suggestion]]


class CommandError(CliError):
    """A command was used in a way that makes no sense."""


def _no_arguments(_: Room, __: list[str]) -> Iterable[Suggestion]:
    return ()


@dataclass(frozen=True, slots=True)
class Command:
    """`suggest` completes the next argument after those that were typed."""

    usage: str
    summary: str
    run: Run
    suggest: Suggest = _no_arguments


async def _mode(room: Room, argument: str) -> None:
    if not argument:
        room.tell(words.modes(room.info))
        return
    info = await room.client.set_mode(room.info.id, argument)
    room.tell(words.note(f"The mode is now {words.mode_name(info) or argument}."))


def _mode_ids(room: Room, typed: list[str]) -> Iterator[Suggestion]:
    modes = (room.info.modes or {}).get("availableModes", [])
    for mode in modes if not typed else []:
        yield Suggestion(str(mode.get("id")), str(mode.get("name", "")))


async def _option(room: Room, argument: str) -> None:
    config_id, _, value = argument.partition(" ")
    if not value.strip():
        room.tell(words.options(room.info))
        return
    parsed = _option_value(room.info.config_options or (), config_id, value.strip())
    await room.client.set_option(room.info.id, config_id, parsed)
    room.tell(words.note(f"{config_id} is now {value.strip()}."))


def _option_value(options: Iterable[JsonObject], config_id: str, value: str) -> str | bool:
    for option in options:
        if option.get("id") == config_id and option.get("type") == "boolean":
            if value not in {"true", "false"}:
                raise CommandError(f"{config_id} is true or false.")
            return value == "true"
    return value


def _option_words(room: Room, typed: list[str]) -> Iterator[Suggestion]:
    options = room.info.config_options or ()
    if not typed:
        yield from (Suggestion(str(o.get("id")), str(o.get("name", ""))) for o in options)
    elif len(typed) == 1:
        chosen = (option for option in options if option.get("id") == typed[0])
        for option in chosen:
            yield from (Suggestion(value, name) for value, name in words.option_values(option))


async def _new(room: Room, _: str) -> None:
    await room.begin(room.info.agent, room.cwd)


async def _fork(room: Room, argument: str) -> None:
    await room.fork(argument or None)


async def _agents(room: Room, _: str) -> None:
    room.tell(words.agents(await room.client.agents(), room.info.agent))


async def _agent(room: Room, argument: str) -> None:
    if not argument:
        await _agents(room, argument)
        return
    await room.begin(AgentName(argument), room.cwd)


def _agent_names(room: Room, typed: list[str]) -> Iterator[Suggestion]:
    for agent in room.agents if not typed else ():
        if agent.available:
            yield Suggestion(agent.id, agent.name)


async def _status(room: Room, _: str) -> None:
    room.tell(words.status(await room.client.status()))


async def _queue(room: Room, argument: str) -> None:
    verb, _, number = argument.partition(" ")
    match verb:
        case "":
            room.tell(words.queue(await room.client.queue(room.info.id)))
        case "run":
            await room.client.run(room.info.id)
        case "drop":
            await _drop(room, number.strip())
        case _:
            raise CommandError("Say /queue, /queue run or /queue drop NUMBER.")


async def _drop(room: Room, number: str) -> None:
    waiting = (await room.client.queue(room.info.id)).prompts
    if not number.isdecimal() or not 1 <= int(number) <= len(waiting):
        raise CommandError(f"{len(waiting)} prompts wait; say which one: /queue drop 1")
    await room.client.drop(room.info.id, waiting[int(number) - 1].turn_id)


def _queue_words(_: Room, typed: list[str]) -> Iterator[Suggestion]:
    if not typed:
        yield Suggestion("run", "Send what waits")
        yield Suggestion("drop", "Take a prompt out")


async def _title(room: Room, argument: str) -> None:
    if not argument:
        room.tell(words.note(room.info.title or "This conversation has no title yet."))
        return
    await room.client.rename(room.info.id, argument)


async def _resume(room: Room, argument: str) -> None:
    match argument:
        case "":
            await room.client.resume(room.info.id)
        case "fresh":
            await room.client.resume(room.info.id, on_failure="fresh")
        case "recap":
            await _recap(room, argument)
        case _:
            raise CommandError("Say /resume, /resume fresh or /resume recap.")


def _resume_words(_: Room, typed: list[str]) -> Iterator[Suggestion]:
    if not typed:
        yield Suggestion("fresh", "Go on, though the agent does not remember")
        yield Suggestion("recap", "The same, and tell it what was said")


async def _recap(room: Room, _: str) -> None:
    result = await room.client.resume(room.info.id, on_failure="fresh", recap=True)
    if not result.conversation.recap:
        room.tell(words.note("The agent remembers this conversation; it needs no recap."))


async def _canvases(room: Room, argument: str) -> None:
    canvases = await room.client.canvases(room.info.id)
    known = [canvas.instance_id for canvas in canvases]
    if not argument and len(known) != 1:
        room.tell(words.canvases(canvases))
    elif (name := argument or known[0]) in known:
        room.tell(markdown(await room.client.canvas_text(room.info.id, name)))
    else:
        raise CommandError(f"No canvas {name!r} is open; /canvases lists those that are.")


async def _help(room: Room, _: str) -> None:
    own = [(command.usage, command.summary) for command in COMMANDS.values()]
    room.tell(words.help_text(own, [(s.word, s.meaning) for s in agent_words(room)]))


async def _quit(room: Room, _: str) -> None:
    room.leave()


COMMANDS: Final[dict[str, Command]] = {
    "help": Command("/help", "What one can type", _help),
    "mode": Command("/mode [ID]", "Show or change what the agent may do unasked", _mode, _mode_ids),
    "option": Command(
        "/option [ID VALUE]", "Show or change the agent's options", _option, _option_words
    ),
    "new": Command("/new", "Begin another conversation with this agent", _new),
    "fork": Command("/fork [TITLE]", "Go on in a copy of this conversation", _fork),
    "agents": Command("/agents", "List the agents", _agents),
    "agent": Command("/agent NAME", "Begin one with another agent", _agent, _agent_names),
    "status": Command("/status", "Show the agents' processes", _status),
    "queue": Command(
        "/queue [run | drop N]", "Show, send or drop what waits", _queue, _queue_words
    ),
    "resume": Command(
        "/resume [fresh | recap]", "Bring the agent's session back", _resume, _resume_words
    ),
    "recap": Command("/recap", "Tell an agent that forgot what was said so far", _recap),
    "canvases": Command("/canvases [NAME]", "List open canvases, or show one as text", _canvases),
    "title": Command("/title TEXT", "Give this conversation a title", _title),
    "quit": Command("/quit", "Leave (as Ctrl-D does)", _quit),
}


def command_words(room: Room) -> Iterator[Suggestion]:
    """Easel's commands, then the agent's."""
    for name, command in COMMANDS.items():
        yield Suggestion(f"/{name}", command.summary)
    yield from agent_words(room)


def agent_words(room: Room) -> Iterator[Suggestion]:
    """The agent's commands, with two slashes where Easel has one of the same name."""
    for offered in room.info.commands or ():
        name = one_line(str(offered.get("name")), 40)
        slash = "//" if name in COMMANDS else "/"
        yield Suggestion(f"{slash}{name}", words.command_summary(offered))


def argument_words(room: Room, name: str, typed: list[str]) -> Iterable[Suggestion]:
    """What can follow one of Easel's commands."""
    command = COMMANDS.get(name)
    return command.suggest(room, typed) if command else ()
