"""A chat: what the person types goes to the server, and its news to the screen."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import anyio
from anyio.abc import TaskGroup
from rich.console import RenderableType
from rich.text import Text

from easel_conversation.ids import AgentName
from easel_server.cli.chat import commands, words
from easel_server.cli.chat.completer import ChatCompleter, Suggestions
from easel_server.cli.chat.conversation import ConversationView
from easel_server.cli.chat.input import CommandLine, read_input
from easel_server.cli.chat.mentions import content_of
from easel_server.cli.chat.screen import Screen
from easel_server.cli.chat.status import toolbar
from easel_server.cli.conversation_client import ConversationClient
from easel_server.cli.errors import CliError, RequestRefused, ServerLost
from easel_server.cli.hearing import Hearing
from easel_server.cli.questions.answerer import ByPerson
from easel_server.cli.questions.desk import QuestionDesk, Work
from easel_server.protocol.conversation import CreateParams
from easel_server.protocol.shapes import AgentInfo, ConversationInfo

TICK_SECONDS: Final = 1.0


class Chat:
    """One terminal, one conversation at a time.

    Implements `Controller` for the screen and `Room` for the commands.
    """

    def __init__(
        self,
        client: ConversationClient,
        tasks: TaskGroup,
        agents: tuple[AgentInfo, ...],
        info: ConversationInfo,
        history: Path,
    ) -> None:
        self.client = client
        self.agents = agents
        self._tasks = tasks
        suggestions = Suggestions(
            commands=lambda: commands.command_words(self),
            arguments=lambda name, typed: commands.argument_words(self, name, typed),
            cwd=lambda: self.cwd,
        )
        self._screen = Screen(self, ChatCompleter(suggestions), history)
        self._view = ConversationView(info, self.tell)

    @property
    def info(self) -> ConversationInfo:
        """The conversation at hand."""
        return self._view.info

    @property
    def cwd(self) -> Path:
        """The folder that the agent works in."""
        return self._view.cwd

    async def run(self, *, take_up: bool) -> None:
        """Until the person leaves. `take_up`: the agent's session is brought back first.

        Raises:
            CliError: the server ended; it says how to go on.
        """
        self._tasks.start_soon(self._tick)
        self._tasks.start_soon(self._watch_server)
        await self._follow(self._view)
        if take_up:
            self._do(partial(self.client.resume, self.info.id))
        await self._screen.run()

    async def begin(self, agent: AgentName | None, cwd: Path) -> None:
        """Go on with a new conversation."""
        if self._view.turn.is_running:
            raise CliError("The agent is still working. Ctrl-C stops it.")
        await self._go_on_in(await create(self.client, agent, cwd))

    async def fork(self, title: str | None) -> None:
        """Go on with a copy of the conversation at hand, which stays as it is."""
        await self._go_on_in(await self.client.fork(self.info.id, title))

    def tell(self, what: RenderableType) -> None:
        """Print something."""
        self._screen.tell(what)

    def leave(self) -> None:
        """End the chat."""
        self._screen.close()

    def live(self) -> RenderableType | None:
        """What is open in the conversation."""
        return self._view.live(datetime.now(UTC))

    def toolbar(self) -> str:
        """The agent, its mode, its usage."""
        return toolbar(self.info)

    def entered(self, text: str) -> None:
        """A command of ours, or a prompt."""
        match read_input(text, commands.COMMANDS):
            case CommandLine(name, argument):
                self.tell(Text(f"\n> {text}", style="bold"))
                self._do(partial(commands.COMMANDS[name].run, self, argument))
            case prompt:
                content = content_of(prompt.text, self.cwd)
                self._do(partial(self.client.enqueue, self.info.id, content))

    def stop(self) -> bool:
        """The next rung of the ladder, if a turn is running."""
        match self._view.turn.on_stop():
            case "nothing":
                return False
            case "cancel":
                self._do(self._cancel)
            case "interrupt":
                self._do(partial(self.client.interrupt, self.info.id))
            case "wait":
                pass
        return True

    def idle_hint(self) -> None:
        """Ctrl-C did nothing: say what would."""
        self.tell(words.note(words.IDLE_HINT))

    async def _cancel(self) -> None:
        try:
            await self.client.cancel(self.info.id)
        except RequestRefused as error:
            if error.kind != "cancelTimeout":  # that one comes as an event, too
                raise

    async def _go_on_in(self, info: ConversationInfo) -> None:
        self.client.ignore(self.info.id)
        self._view = ConversationView(info, self.tell)
        await self._follow(self._view)

    async def _follow(self, view: ConversationView) -> None:
        desk = QuestionDesk(self.client, view.info.id, ByPerson(self._screen), self._do)
        hearing = Hearing(desk.note, view.hear, lambda _: self._screen.refresh())
        self._tasks.start_soon(hearing.run)
        self.client.listen(view.info.id, hearing, self._told)
        self.tell(words.banner(view.info, str(view.cwd)))
        view.info, events = await self.client.open(view.info.id)
        hearing(events)

    def _told(self, info: ConversationInfo) -> None:
        self._view.info = info
        self._screen.refresh()

    def _do(self, work: Work) -> None:
        self._tasks.start_soon(self._tell_failure, work)

    async def _tell_failure(self, work: Work) -> None:
        try:
            await work()
        except ServerLost as lost:
            raise self._cut_off(lost) from lost
        except CliError as error:
            self.tell(words.problem(str(error)))

    async def _tick(self) -> None:
        """A running turn shows its seconds."""
        while True:
            await anyio.sleep(TICK_SECONDS)
            if self._view.turn.is_running:
                self._screen.refresh()

    async def _watch_server(self) -> None:
        raise self._cut_off(await self.client.lost())

    def _cut_off(self, lost: ServerLost) -> CliError:
        """What is on disk is not lost: say how to go on with it."""
        return CliError(f"{lost}\n{words.how_to_resume(self.info)}")


async def create(
    client: ConversationClient, agent: AgentName | None, cwd: Path
) -> ConversationInfo:
    """A new conversation whose agent starts at once, so that its commands are known."""
    return await client.create(CreateParams(agent=agent, cwd=cwd.as_uri(), warm=True))
