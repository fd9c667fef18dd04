"""A running turn as `$/progress`, with a cancel button that stops it."""

import asyncio
import logging
from typing import Final

from lsprotocol import types

from easel_conversation.conversation import Conversation
from easel_conversation.events import Event, TurnEnded, TurnStarted
from easel_conversation.ids import TurnId
from easel_server.core import Core
from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.asking_editors import Unanswered, answered
from easel_server.plain_lsp.attention import Attention, until_deleted
from easel_server.plain_lsp.step import Step, next_step
from easel_server.plain_lsp.stopping import stop_turn
from easel_server.plain_lsp.words import ending, title_of

logger = logging.getLogger(__name__)

REPORT_SECONDS: Final = 0.25


def register_progress(session: EditorSession, core: Core, attention: Attention) -> None:
    """Show running turns, if the editor can show progress."""
    shown: dict[str, TurnProgress] = {}

    def read(conversation: Conversation, event: Event) -> None:
        if isinstance(event, TurnStarted) and event.turn_id is not None and _can_show(session):
            progress = TurnProgress(session, conversation, event.turn_id)
            shown[progress.token] = progress
            session.tasks.start_soon(show, progress)
        elif event.turn_id is not None and (now := shown.get(_token(event.turn_id))):
            now.note(event)

    async def show(progress: TurnProgress) -> None:
        try:
            await progress.run()
        finally:
            progress.forget()
            del shown[progress.token]

    @session.feature(types.WINDOW_WORK_DONE_PROGRESS_CANCEL)
    def cancel(params: types.WorkDoneProgressCancelParams) -> None:
        if progress := shown.get(str(params.token)):
            stop_turn(core, progress.conversation, progress.turn_id)

    attention.read(read)


class TurnProgress:
    """Shows one turn. The editor is told of its end once, if it was told of its begin."""

    def __init__(self, session: EditorSession, conversation: Conversation, turn_id: TurnId) -> None:
        self.conversation = conversation
        self.turn_id = turn_id
        self.token = _token(turn_id)
        self._session = session
        self._step = Step()
        self._last_words: str | None = None
        self._news = asyncio.Event()
        self._over = until_deleted(conversation)
        self._over.add_done_callback(lambda _: self._news.set())

    def note(self, event: Event) -> None:
        """Something happened in the turn."""
        if isinstance(event, TurnEnded):
            self._last_words = ending(event)
            self._over.cancel()
            return
        step = next_step(self._step, event)
        if step is not self._step:
            self._step = step
            self._news.set()

    async def run(self) -> None:
        """Until the turn is over, or the conversation is gone."""
        create = types.WorkDoneProgressCreateParams(token=self.token)
        try:
            await answered(self._session.window_work_done_progress_create_async(create))
        except Unanswered as reason:
            logger.info("%s shows no progress: %s", self._session.peer, reason)
            return
        if self._over.done():
            return
        self._send(
            types.WorkDoneProgressBegin(
                title=title_of(self.conversation.state), message=self._step.words, cancellable=True
            )
        )
        try:
            await self._report()
        finally:
            self._send(types.WorkDoneProgressEnd(message=self._last_words))

    def forget(self) -> None:
        """Nobody shows the turn any more."""
        self._over.cancel()

    async def _report(self) -> None:
        told = self._step.words
        while not self._over.done():
            await self._news.wait()
            self._news.clear()
            if self._step.words != told and not self._over.done():
                told = self._step.words
                self._send(types.WorkDoneProgressReport(message=told, cancellable=True))
            await asyncio.wait({self._over}, timeout=REPORT_SECONDS)

    def _send(
        self,
        value: types.WorkDoneProgressBegin
        | types.WorkDoneProgressReport
        | types.WorkDoneProgressEnd,
    ) -> None:
        self._session.progress(types.ProgressParams(token=self.token, value=value))


def _token(turn_id: TurnId) -> str:
    return f"easel-turn-{turn_id}"


def _can_show(session: EditorSession) -> bool:
    window = session.client_capabilities.window
    return window is not None and bool(window.work_done_progress)
