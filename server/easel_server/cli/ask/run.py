"""Runs `easel ask`."""

import signal
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import anyio

from easel_conversation.events import Event, TurnEnded
from easel_conversation.ids import AgentName, ConversationId
from easel_server.cli.ask.display import Display, answerer, display
from easel_server.cli.ask.outcome import AnswerText, as_json, exit_code, refused_result
from easel_server.cli.ask.passing import passing_state
from easel_server.cli.ask.prompt import read_prompt
from easel_server.cli.catalogue import read_catalogue
from easel_server.cli.conversation_client import ConversationClient
from easel_server.cli.errors import RequestRefused
from easel_server.cli.failures import complain
from easel_server.cli.hearing import Hearing
from easel_server.cli.notices import say_notices
from easel_server.cli.questions.answerer import Answerer
from easel_server.cli.questions.desk import QuestionDesk
from easel_server.cli.render.permission import Answer
from easel_server.cli.render.plain import one_line
from easel_server.cli.server_process import own_server
from easel_server.cli.state import CommandState, command_state
from easel_server.io.background import task_group_beside
from easel_server.protocol.conversation import CreateParams, PromptResult


@dataclass(frozen=True, slots=True)
class AskOptions:
    """What was said on the command line. `permissions`: None to ask."""

    prompt: str | None
    agent: AgentName | None
    cwd: Path
    as_json: bool
    quiet: bool
    permissions: Answer | None


def run_ask(options: AskOptions) -> int:
    """Ask, print the answer, return the exit code for how it ended."""
    prompt = read_prompt(options.prompt)
    found = read_catalogue()
    say_notices(found, options.agent)
    _end_tidily_when_terminated()
    with passing_state(command_state()) as state:
        return anyio.run(_ask, options, prompt, state)


def _end_tidily_when_terminated() -> None:
    """`timeout` and a closed terminal end it as Ctrl-C does: with the agent, leaving nothing."""
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT))


async def _ask(options: AskOptions, prompt: str, state: CommandState) -> int:
    shown = display(as_json=options.as_json, quiet=options.quiet)
    turn = _Turn(shown, answerer(shown, options.permissions))
    async with AsyncExitStack() as stack:
        with shown.waiting("Starting"):
            client = await stack.enter_async_context(own_server(state, options.cwd))
            conversation = await client.create(
                CreateParams(agent=options.agent, cwd=options.cwd.as_uri())
            )
        result = await turn.run(client, conversation.id, prompt)
    if options.as_json:
        sys.stdout.write(f"{as_json(conversation, str(turn.answer), result)}\n")
    elif options.quiet and isinstance(result.error, dict):
        complain(one_line(str(result.error.get("message"))))
    return exit_code(result)


class _Turn:
    """The one turn, shown while it runs."""

    def __init__(self, shown: Display, who: Answerer) -> None:
        self.answer = AnswerText()
        self._shown = shown
        self._answerer = who
        self._ended: TurnEnded | None = None

    async def run(
        self, client: ConversationClient, conversation_id: ConversationId, prompt: str
    ) -> PromptResult:
        """Send the prompt and show its turn until it ends.

        A refusal that the turn has ended with is its result: it was shown already.
        """
        view = self._shown.view
        async with AsyncExitStack() as stack:
            tasks = await stack.enter_async_context(task_group_beside())
            stack.callback(view.end)
            if view.live is not None:
                await stack.enter_async_context(view.live.drawn())
            desk = QuestionDesk(client, conversation_id, self._answerer, tasks.start_soon)
            hearing = Hearing(desk.note, self.answer.hear, self._note_end, view.show)
            tasks.start_soon(hearing.run)
            client.listen(conversation_id, hearing)
            await client.open(conversation_id)
            try:
                return await client.prompt(conversation_id, prompt)
            except RequestRefused as refused:
                ended = self._ended
                if ended is None or ended.turn_id is None:
                    raise
                return refused_result(ended.turn_id, ended, refused)

    def _note_end(self, event: Event) -> None:
        if isinstance(event, TurnEnded):
            self._ended = event
