"""Where the demonstration happens: one conversation, shown while it is recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import anyio
from anyio.abc import TaskGroup

from easel_conversation.events import Event, Message, TurnEnded
from easel_server.cli.conversation_client import ConversationClient
from easel_server.cli.errors import CliError
from easel_server.cli.hearing import Hearing
from easel_server.cli.questions.answerer import Answerer
from easel_server.cli.questions.desk import QuestionDesk
from easel_server.cli.turn_view import TurnView, answer_text
from easel_server.protocol.shapes import ConversationInfo, ProcessInfo
from easel_server.protocol.stopping import CancelResult

STEP_SECONDS: Final = 40.0
"""A guard against a hang: no step takes that long."""

EventT = TypeVar("EventT")


class StepFailed(CliError):
    """Something that the demonstration shows did not happen."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The events of a turn, or of the part of it that is over."""

    events: tuple[Event, ...]

    def all(self, kind: type[EventT]) -> list[EventT]:
        """The events of that kind, in order."""
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def text(self) -> str:
        """The answer so far."""
        return "".join(filter(None, map(answer_text, self.events)))

    @property
    def pieces(self) -> int:
        """In how many pieces the text came."""
        return sum(event.seq - (event.first_seq or event.seq) + 1 for event in self.all(Message))

    @property
    def ended(self) -> TurnEnded | None:
        """The end of the turn, once it is there."""
        return next(iter(self.all(TurnEnded)), None)


class Stage:
    """What the steps of the demonstration have at hand."""

    def __init__(
        self,
        client: ConversationClient,
        conversation: ConversationInfo,
        view: TurnView,
        folder: Path,
    ) -> None:
        """`folder`: where the agent works."""
        self.folder = folder
        self._client = client
        self._id = conversation.id
        self._view = view
        self._heard: list[Event] = []
        self._news = anyio.Event()

    async def open(self, answerer: Answerer, tasks: TaskGroup) -> None:
        """Begin to listen."""
        desk = QuestionDesk(self._client, self._id, answerer, tasks.start_soon)
        hearing = Hearing(self._view.show, self._record, desk.note)
        tasks.start_soon(hearing.run)
        self._client.listen(self._id, hearing)
        await self._client.open(self._id)

    async def play(self, prompt: str) -> Heard:
        """Send a prompt and wait for the end of its turn."""
        await self._begin(prompt)
        return await self._until(lambda heard: heard.ended is not None)

    async def play_and_stop(self, prompt: str, characters: int) -> tuple[CancelResult, Heard]:
        """Send a prompt, and stop the turn when that much of the answer is there."""
        await self._begin(prompt)
        await self._until(lambda heard: len(heard.text) >= characters)
        result = await self._client.cancel(self._id)
        return result, await self._until(lambda heard: heard.ended is not None)

    async def process(self) -> ProcessInfo:
        """The agent's process, as the server knows it.

        Raises:
            StepFailed: there is none.
        """
        for process in (await self._client.status()).processes:
            if process.conversation_id == self._id:
                return process
        raise StepFailed("The agent's process is gone.")

    async def _begin(self, prompt: str) -> None:
        self._heard.clear()
        await self._client.enqueue(self._id, ({"type": "text", "text": prompt},))

    def _record(self, event: Event) -> None:
        self._heard.append(event)
        self._news.set()

    async def _until(self, reached: Callable[[Heard], bool]) -> Heard:
        try:
            with anyio.fail_after(STEP_SECONDS):
                while not reached(heard := Heard(tuple(self._heard))):
                    self._news = anyio.Event()
                    await self._news.wait()
        except TimeoutError as error:
            raise StepFailed(f"Nothing came of it within {STEP_SECONDS:.0f} s.") from error
        return heard
