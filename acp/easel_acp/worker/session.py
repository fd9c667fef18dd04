"""The agent behind a process: introduced, given a session, prompted, stopped."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anyio
from anyio.abc import TaskGroup

from easel_acp.client_requests.dispatch import ClientRequests
from easel_acp.connection.agent_connection import AgentConnection, connect
from easel_acp.connection.auth_methods import AuthMethod
from easel_acp.connection.content import content_for
from easel_acp.connection.counters import ConnectionCounters
from easel_acp.connection.errors import (
    AgentConnectionClosed,
    AgentConnectionError,
    AgentRequestError,
    UnsupportedContent,
)
from easel_acp.connection.initialize_result import InitializeResult
from easel_acp.connection.results import PromptResult
from easel_acp.connection.trace import TraceRing
from easel_acp.process.agent_process import AgentProcess
from easel_acp.process.once import Once
from easel_acp.worker import failures
from easel_acp.worker.config import WorkerConfig
from easel_acp.worker.incoming import Incoming
from easel_acp.worker.opening import SessionNotRestored
from easel_acp.worker.preferences import Wanted
from easel_acp.worker.setup import Introduction, ReadySession, initialize, open_session
from easel_acp.worker.updates import to_session_metadata, to_usage
from easel_conversation.effects import SendPrompt, StartAgent, SteerPrompt
from easel_conversation.ids import AcpSessionId, Epoch
from easel_conversation.inputs import (
    AgentFailed,
    AgentReady,
    PromptAnswered,
    PromptFailed,
    SessionMetadata,
    Signal,
    SteerAnswered,
)
from easel_conversation.state import ConversationState
from easel_conversation.values import (
    ErrorInfo,
    OnLoadFailure,
    ParkedCause,
    SessionLoadError,
    SessionLoadFallback,
    SteerOutcome,
)

logger = logging.getLogger(__name__)

STEER_SECONDS = 10.0
_STEER_OUTCOMES: dict[str, SteerOutcome] = {
    "injected": "injected",
    "startedNewTurn": "startedNewTurn",
    "promptRequired": "promptRequired",
}
LOGIN_SECONDS = 600.0
"""How long a login may take: a person finds a password, and a second factor."""
LAST_OUTPUT_SECONDS = 0.25
"""How long the output of a process that is gone is still read: a grandchild may hold it open."""
IDLE_OUTPUT_SECONDS = 0.05
"""The same where nothing is expected any more, and people should not see it as ready."""
EXIT_SECONDS = 0.25
"""How long after the end of its output a process may take to be gone by itself."""
LAST_WORDS_SECONDS = 0.25
"""How long after a `cancelled` that nobody asked for the end of the process may become known."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The conversation that an agent is to serve, in the epoch that `start` began.

    `chosen`: what a person has chosen until now in place of the setting, see `StartAgent`.
    """

    start: StartAgent
    chosen: Callable[[], OnLoadFailure | None]
    state: ConversationState
    wanted: Wanted
    client_requests: ClientRequests
    signal: Callable[[Signal], None]

    @property
    def epoch(self) -> Epoch:
        """The epoch."""
        return self.start.epoch


class AgentSession:
    """Signals one `AgentReady` or `AgentFailed`, then the answer to each prompt."""

    def __init__(self, process: AgentProcess, config: WorkerConfig) -> None:
        self.process = process
        self.trace = TraceRing(level=config.trace)
        self.incoming = Incoming()
        self.introduced = Once[InitializeResult | ErrorInfo]()
        """The agent has answered `initialize`, or why it has not."""
        self.over = Once[None]()
        """The process has ended, or closed its output, or was of no use."""
        self.config = config
        self._assignment = Once[Assignment]()
        self._connection: AgentConnection | None = None
        self._session_id = ""
        self._told_to_stop = False
        self._tasks: TaskGroup | None = None

    @property
    def counters(self) -> ConnectionCounters:
        """What went through its connection so far."""
        return ConnectionCounters() if self._connection is None else self._connection.counters

    def assign(self, assignment: Assignment) -> None:
        """Have the agent serve a conversation, as soon as it is up."""
        self.incoming.attach(assignment.epoch, assignment.signal, assignment.client_requests)
        self._assignment.set(assignment)

    async def run(self, introduction: Introduction) -> None:
        """Live until the process ends or the agent closes its output.

        The process is the caller's to end, and its end is the caller's to signal.
        """
        try:
            async with connect(
                self.process,
                self.incoming,
                self.incoming,
                max_line_bytes=self.config.max_line_bytes,
                trace=self.trace,
            ) as connection:
                self._connection = connection
                async with anyio.create_task_group() as self._tasks:
                    self._tasks.start_soon(self._notice_exit, connection)
                    await self._make_ready(connection, introduction)
                    await connection.wait_closed()
                    await self._expect_exit(EXIT_SECONDS)
                    self._tasks.cancel_scope.cancel()
        finally:
            self.introduced.set(failures.of_start("The agent was ended while it was starting."))
            self.over.set(None)

    def send_prompt(self, effect: SendPrompt) -> None:
        """Give the agent a prompt; its answer comes as a signal."""
        assert self._tasks is not None
        self._told_to_stop = False
        self._tasks.start_soon(self._prompt, effect)

    def send_cancel(self) -> None:
        """Tell the agent to stop.

        On the wire in the next round of the event loop: behind the prompt that it is to stop and
        the answers that its open questions were given in this one. Nothing is sent if the prompt is
        answered by then. All of it is one write, so that an agent which ends its turn over such an
        answer has been told to stop by then: a stop that meets no turn would hit the next one.
        """
        assert self._connection is not None
        self._told_to_stop = True
        self._connection.hold()
        asyncio.get_running_loop().call_soon(self._cancel_open_prompt)

    def _cancel_open_prompt(self) -> None:
        assert self._connection is not None
        try:
            if self._connection.has_open_prompt(self._session_id):
                self._connection.cancel(self._session_id)
            self._connection.release()
        except AgentConnectionClosed:
            logger.debug("nobody is left to be told to stop")

    def steer(self, effect: SteerPrompt) -> None:
        """Hand the agent a message in mid-turn; what it makes of that comes as a signal."""
        assert self._tasks is not None
        self._tasks.start_soon(self._steer, effect)

    async def authenticate(self, method_id: str) -> None:
        """Log in by one of the agent's methods of the kind `agent`.

        Raises:
            AgentConnectionError: it did not work.
        """
        assert self._connection is not None
        await self._connection.authenticate(method_id, timeout=LOGIN_SECONDS)

    async def set_mode(self, mode_id: str) -> None:
        """Choose a mode of the session.

        Raises:
            AgentConnectionError: the agent refused, or did not answer.
        """
        assert self._connection is not None
        await self._connection.set_mode(
            self._session_id, mode_id, timeout=self.config.startup_seconds
        )

    async def set_config_option(
        self, config_id: str, value: str | bool
    ) -> tuple[dict[str, Any], ...]:
        """Choose a value of an option; returns all options as they are now.

        Raises:
            AgentConnectionError: the agent refused, or did not answer.
        """
        assert self._connection is not None
        options = await self._connection.set_config_option(
            self._session_id, config_id, value, timeout=self.config.startup_seconds
        )
        return tuple(options)

    async def _notice_exit(self, connection: AgentConnection) -> None:
        await self.process.exited
        at_work = connection.has_open_prompt(self._session_id)
        await connection.process_exited(LAST_OUTPUT_SECONDS if at_work else IDLE_OUTPUT_SECONDS)

    async def _make_ready(self, connection: AgentConnection, introduction: Introduction) -> None:
        try:
            initialized = await initialize(connection, self.config, introduction)
            self.introduced.set(initialized)
            assignment = await self._assignment_while(connection)
            ready = await open_session(
                connection,
                initialized,
                self.incoming,
                assignment.state,
                self.config,
                assignment.wanted,
                assignment.start.fork_of,
                lambda: assignment.chosen() or self.config.on_load_failure,
            )
        except (AgentConnectionError, SessionNotRestored) as failure:
            if isinstance(failure, AgentConnectionClosed):
                await self._expect_exit(EXIT_SECONDS)
            self._fail(failure)
            connection.abort()
        else:
            self._announce(assignment, initialized, ready)

    async def _assignment_while(self, connection: AgentConnection) -> Assignment:
        """Wait for a conversation to serve, as long as the agent is there."""
        assert self._tasks is not None
        if self._assignment.value is None:
            self._tasks.start_soon(_cancel_when_closed, connection, self._tasks.cancel_scope)
        return await self._assignment

    def _announce(
        self, assignment: Assignment, initialized: InitializeResult, ready: ReadySession
    ) -> None:
        self._session_id = ready.opened.result.session_id
        early = self.incoming.session_opened(self._session_id)
        if ready.opened.restored == "restored":  # some replay the history of a fork
            early = [update for update in early if isinstance(update, SessionMetadata)]
        assignment.signal(
            AgentReady(
                epoch=assignment.epoch,
                acp_session_id=AcpSessionId(self._session_id),
                agent_name=initialized.agent.name,
                agent_version=initialized.agent.version,
                metadata=to_session_metadata(ready.modes, ready.config_options),
                early=tuple(early),
                restored=ready.opened.restored,
                load_error=ready.opened.load_error,
            )
        )

    def _fail(self, failure: AgentConnectionError | SessionNotRestored) -> None:
        error = failures.of_set_up(failure, self.process.exited.value, self._auth_methods)
        self.introduced.set(error)
        assignment = self._assignment.value
        if assignment is None:
            logger.info("a spare agent failed: %s", failure)
            return
        assignment.signal(
            AgentFailed(
                assignment.epoch,
                error,
                failures.parked_cause(error),
                *_load_failure(failure),
            )
        )

    async def _prompt(self, effect: SendPrompt) -> None:
        assert self._connection is not None
        assert isinstance(self.introduced.value, InitializeResult)
        try:
            content = content_for(effect.content, self.introduced.value.capabilities.prompt)
            result = await self._connection.prompt(self._session_id, content)
        except AgentConnectionClosed:
            return  # the exit of the process settles the turn
        except AgentRequestError as error:
            self._prompt_failed(effect, failures.of_refusal(error, self._auth_methods))
        except UnsupportedContent as error:
            self._prompt_failed(effect, ErrorInfo(kind="invalidState", message=f"{error}."))
        else:
            if await self._is_a_last_word(result):
                return  # as above
            self._signal(
                PromptAnswered(
                    effect.epoch, effect.turn_id, result.stop_reason, to_usage(result.usage)
                )
            )

    async def _is_a_last_word(self, result: PromptResult) -> bool:
        """Whether the answer says `cancelled` only because the agent is dying.

        Behind a launcher that was killed the agent proper lives on for a moment, and stops its
        turn: nobody asked it to, and the next prompt would be lost with it.
        """
        if result.stop_reason != "cancelled" or self._told_to_stop:
            return False
        return await self._expect_exit(LAST_WORDS_SECONDS)

    async def _expect_exit(self, seconds: float) -> bool:
        """Give the end of the process a moment to become known; tell whether it has."""
        with anyio.move_on_after(seconds):
            await self.process.exited
        return self.process.exited.is_set

    @property
    def _auth_methods(self) -> tuple[AuthMethod, ...]:
        told = self.introduced.value
        return told.auth_methods if isinstance(told, InitializeResult) else ()

    def _prompt_failed(self, effect: SendPrompt, error: ErrorInfo) -> None:
        # A login reaches new processes only: that of a terminal has another process.
        parked: ParkedCause | None = "authRequired" if error.kind == "authRequired" else None
        self._signal(PromptFailed(effect.epoch, effect.turn_id, error, parked))

    def _signal(self, signal: Signal) -> None:
        assignment = self._assignment.value
        assert assignment is not None
        assignment.signal(signal)

    async def _steer(self, effect: SteerPrompt) -> None:
        assert self._connection is not None
        try:
            told = await self._connection.steer(
                self._session_id, effect.content, timeout=STEER_SECONDS
            )
        except AgentConnectionError as error:
            logger.info("the agent did not take a message in mid-turn: %s", error)
            told = "failed"
        outcome = _STEER_OUTCOMES.get(told, "failed")
        self._signal(SteerAnswered(effect.epoch, effect.turn_id, outcome))


def _load_failure(
    failure: AgentConnectionError | SessionNotRestored,
) -> tuple[SessionLoadError | None, SessionLoadFallback]:
    if isinstance(failure, SessionNotRestored):
        return failure.error, failure.fallback
    return None, "none"


async def _cancel_when_closed(connection: AgentConnection, scope: anyio.CancelScope) -> None:
    await connection.wait_closed()
    scope.cancel()
