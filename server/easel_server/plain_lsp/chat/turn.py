"""A turn whose answer is written into a chat document."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

import anyio

from easel_conversation.conversation import Conversation
from easel_conversation.events import Event, PromptDropped, TurnEnded
from easel_conversation.ids import TurnId
from easel_server.plain_lsp.attention import until_deleted
from easel_server.plain_lsp.blocks import Block, Blocks
from easel_server.plain_lsp.chat.answering import end_turn, is_written, write_answer
from easel_server.plain_lsp.chat.controls import LiveTurn
from easel_server.plain_lsp.chat.document import Change, begin_turn, read_chat
from easel_server.plain_lsp.chat.writer import DocumentWriter, NoPlace
from easel_server.plain_lsp.dialogs import question_of, settled_by
from easel_server.plain_lsp.questions import Question

logger = logging.getLogger(__name__)

WRITE_SECONDS: Final = 0.15
LAST_TRIES: Final = 5


class ChatTurn:
    """Writes the answer of one turn as it grows, and knows what the agent asks in it."""

    def __init__(
        self, conversation: Conversation, turn_id: TurnId, uri: str, writer: DocumentWriter, by: str
    ) -> None:
        self.conversation = conversation
        self.turn_id = turn_id
        self.uri = uri
        self.questions: dict[str, Question] = {}
        self._writer = writer
        self._by = by
        self._blocks = Blocks(conversation.state.agent)
        self._written: tuple[Block, ...] = ()
        self._news = asyncio.Event()
        self._over = until_deleted(conversation)
        self._over.add_done_callback(lambda _: self._news.set())

    @property
    def live(self) -> LiveTurn:
        """What can be done about it at the moment."""
        state = self.conversation.state
        return LiveTurn(
            id=self.turn_id,
            conversation_id=state.id,
            runs=state.turn is not None and state.turn.id == self.turn_id,
            held=any(queued.turn_id == self.turn_id and queued.held for queued in state.queue),
            questions=tuple(self.questions.values()),
        )

    def note(self, event: Event) -> None:
        """Something happened in the turn."""
        question = question_of(event, self.conversation, self._by)
        if question is not None:
            self.questions[question.id] = question
        self.questions.pop(settled_by(event) or "", None)
        self._blocks.add(event)
        if isinstance(event, PromptDropped):
            self._blocks.note("The prompt was taken out of the queue.")
        if isinstance(event, TurnEnded | PromptDropped):
            self._over.cancel()
        self._news.set()

    def tell(self, text: str) -> None:
        """Say something to the person in the place of the answer."""
        self._blocks.note(text)
        self._news.set()

    def wake(self) -> None:
        """Look whether there still is a place to write to."""
        self._news.set()

    async def run(self, began: Callable[[], None]) -> None:
        """Write until the turn is over, or there is no place to write to. Calls `began` once."""
        try:
            await self._begin()
            began()
            while not self._over.done():
                await self._news.wait()
                self._news.clear()
                if not await self._write():
                    self._news.set()
                await anyio.sleep(WRITE_SECONDS)
            await self._end()
        except NoPlace:
            logger.info("the answer of turn %s has no document any more", self.turn_id)
        finally:
            self._over.cancel()

    async def _begin(self) -> None:
        state = self.conversation.state

        def edit(text: str) -> tuple[Change, ...]:
            return begin_turn(text, state.id, state.agent, self.turn_id)

        def is_done(text: str) -> bool:
            return read_chat(text).answer_section(self.turn_id) is not None

        while not await self._writer.write(edit, is_done):
            if self._over.done():
                raise NoPlace

    async def _write(self) -> bool:
        old, new = self._written, self._blocks.all
        written = await self._writer.write(
            lambda text: write_answer(text, self.turn_id, old, new),
            lambda text: is_written(text, self.turn_id, old, new),
        )
        if written:
            self._written = new
        return written

    async def _end(self) -> None:
        for _ in range(LAST_TRIES):
            if await self._write():
                break
        await self._writer.write(
            lambda text: end_turn(text, self.turn_id, self._written),
            lambda text: end_turn(text, self.turn_id, self._written) == (),
        )
