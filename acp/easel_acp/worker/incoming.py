"""What comes from the agent of one life, turned into signals for its conversation."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import anyio

from easel_acp.client_requests.dispatch import ClientRequests
from easel_acp.connection.errors import RequestRefused
from easel_acp.connection.lenient import mapping, mappings, text
from easel_acp.connection.messages import Message, RequestId, SessionUpdate
from easel_acp.worker.questions import OpenQuestions
from easel_acp.worker.updates import to_agent_update, to_tool_call_update
from easel_conversation.ids import NO_EPOCH, ElicitationId, Epoch, PermissionId
from easel_conversation.inputs import (
    AgentUpdate,
    AgentUpdated,
    ElicitationAsked,
    ElicitationWithdrawn,
    PermissionAsked,
    PermissionWithdrawn,
    SessionMetadata,
    Signal,
)

logger = logging.getLogger(__name__)

MAX_EARLY_UPDATES = 10_000
LATE_REPLAY_SECONDS = 1.0
REPLAY_PAUSE_SECONDS = 0.2


class Incoming:
    """Takes updates and requests of an agent. Sink and handler of its connection.

    Updates of a session that is not the conversation's are ignored; those that come before the
    session has a name wait for it. While a session is loaded its history is counted, not told.
    """

    def __init__(self) -> None:
        self.questions = OpenQuestions(NO_EPOCH)
        self.replayed = 0
        self._epoch = NO_EPOCH
        self._signal: Callable[[Signal], None] = _nobody_to_tell
        self._drained: Callable[[], Awaitable[None]] = _at_once
        self._client_requests: ClientRequests | None = None
        self._session_id: str | None = None
        self._loading = False
        self._news = anyio.Event()
        self._early: list[SessionUpdate] = []
        self._visits: dict[str, ElicitationId] = {}

    def attach(
        self, epoch: Epoch, signal: Callable[[Signal], None], client_requests: ClientRequests
    ) -> None:
        """From now on the agent serves a conversation."""
        self.questions = OpenQuestions(epoch)
        self._epoch = epoch
        self._signal = signal
        self._client_requests = client_requests

    def pace(self, drained: Callable[[], Awaitable[None]]) -> None:
        """Take no more updates before `drained` returns: the agent has to wait for the disk."""
        self._drained = drained

    def expect_new_session(self) -> None:
        """A new session is being made: what comes may be for it."""
        self._session_id = None
        self._loading = False

    def expect_replay(self, session_id: str) -> None:
        """The session is being restored: what comes for it now is its history."""
        self._session_id = session_id
        self._loading = True

    async def late_replay(self) -> None:
        """Wait for history that comes behind the answer to the load: gemini does not wait for it.

        Returns once it has come and no more follows, or soon if none comes.
        """
        patience = LATE_REPLAY_SECONDS
        while True:
            self._news = anyio.Event()
            with anyio.move_on_after(patience):
                await self._news.wait()
                patience = REPLAY_PAUSE_SECONDS
                continue
            return

    def session_opened(self, session_id: str) -> list[AgentUpdate]:
        """The session has a name; returns what came for it before that."""
        self._session_id = session_id
        self._loading = False
        early, self._early = self._early, []
        return [to_agent_update(u.update) for u in early if u.session_id == session_id]

    async def on_updates(self, updates: list[SessionUpdate], /) -> None:
        """Take a batch of updates, in wire order."""
        if self._session_id is None:
            self._early.extend(updates[: MAX_EARLY_UPDATES - len(self._early)])
            return
        ours = [to_agent_update(u.update) for u in updates if u.session_id == self._session_id]
        if self._loading:
            self.replayed += sum(not isinstance(update, SessionMetadata) for update in ours)
            self._news.set()
            ours = [update for update in ours if isinstance(update, SessionMetadata)]
        if ours:
            self._signal(AgentUpdated(self._epoch, tuple(ours)))
            await self._drained()

    def on_notification(self, method: str, params: Message, /) -> None:
        """Take another notification; only the end of a visit to a URL means something to us."""
        if method != "elicitation/complete":
            return
        visit = self._visits.get(text(params.get("elicitationId")) or "")
        if visit is not None:
            self._signal(ElicitationWithdrawn(self._epoch, visit, completed=True))

    async def handle(self, method: str, params: Message, request_id: RequestId, /) -> Any:
        """Answer a request of the agent.

        Raises:
            RequestRefused: the agent gets this error.
        """
        if method == "session/request_permission":
            return await self._ask_permission(params, request_id)
        if method == "elicitation/create":
            return await self._elicit(params, request_id)
        if self._client_requests is None:
            raise RequestRefused.unknown_method(method)
        return await self._client_requests.handle(method, params)

    def on_request_cancelled(self, request_id: RequestId, /) -> None:
        """The agent takes a question back."""
        question = self.questions.named(request_id)
        if question is not None:
            self._signal(PermissionWithdrawn(self._epoch, PermissionId(question)))
            self._signal(ElicitationWithdrawn(self._epoch, ElicitationId(question)))

    async def _ask_permission(self, params: Message, request_id: RequestId) -> Message:
        tool_call = to_tool_call_update(mapping(params.get("toolCall")), created=False)
        options = [o for o in mappings(params.get("options")) if text(o.get("optionId"))]
        if tool_call is None:
            raise RequestRefused.invalid_params("toolCall has no toolCallId")
        question, answer = self.questions.ask(request_id)
        try:
            self._signal(
                PermissionAsked(self._epoch, PermissionId(question), tool_call, tuple(options))
            )
            return await answer
        finally:
            self.questions.close(question, request_id)

    async def _elicit(self, params: Message, request_id: RequestId) -> Message:
        mode = text(params.get("mode")) or "form"
        if mode not in {"form", "url"}:
            raise RequestRefused.invalid_params(f"mode {mode!r} was not offered")
        question, answer = self.questions.ask(request_id)
        elicitation_id = ElicitationId(question)
        agents_id = text(params.get("elicitationId")) if mode == "url" else None
        if agents_id is not None:
            self._visits[agents_id] = elicitation_id
        try:
            self._signal(
                ElicitationAsked(
                    self._epoch,
                    elicitation_id,
                    mode,
                    text(params.get("message")) or "",
                    mapping(params.get("requestedSchema")) or None,
                    text(params.get("url")),
                )
            )
            return await answer
        finally:
            self.questions.close(question, request_id)
            if agents_id is not None:
                self._visits.pop(agents_id, None)


async def _at_once() -> None:
    """Before there is a conversation to wait for."""


def _nobody_to_tell(signal: Signal) -> None:
    logger.debug("an agent that serves no conversation yet told %s", type(signal).__name__)
