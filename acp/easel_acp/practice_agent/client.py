"""The only way to talk to the client: what it offers, and requests to it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Literal, TypeVar

import anyio
from anyio.abc import TaskGroup

from easel_acp import sdk
from easel_acp.practice_agent.steps import Update

JsonObject = dict[str, Any]
_Model = TypeVar("_Model", bound=sdk.Model)

ANSWER_SECONDS = 60


class ClientError(Exception):
    """The client refused a request, or its answer made no sense."""


class ClientGoneError(Exception):
    """The connection has ended; nothing more can be said."""


class ElicitationAnswer(sdk.Model):
    """What a person did with a question; `content` maps the fields of a form to values."""

    action: Literal["accept", "decline", "cancel"]
    content: JsonObject | None = None


class Client:
    """The client at the other end, with what it said it can do in `initialize`."""

    def __init__(
        self, connection: sdk.Connection, tasks: TaskGroup, flush: Callable[[], Awaitable[None]]
    ) -> None:
        """`tasks` owns what must go on after a turn was cancelled.

        `flush` waits until what was sent is written.
        """
        self._connection = connection
        self.flush = flush
        self._tasks = tasks
        self.capabilities = sdk.ClientCapabilities()

    @property
    def reads_files(self) -> bool:
        """Whether `fs/read_text_file` is offered."""
        return bool(self.capabilities.fs and self.capabilities.fs.read_text_file)

    @property
    def writes_files(self) -> bool:
        """Whether `fs/write_text_file` is offered."""
        return bool(self.capabilities.fs and self.capabilities.fs.write_text_file)

    @property
    def has_terminals(self) -> bool:
        """Whether `terminal/*` is offered."""
        return bool(self.capabilities.terminal)

    @property
    def shows_forms(self) -> bool:
        """Whether elicitation in the mode `form` is offered."""
        elicitation = self.capabilities.elicitation
        return elicitation is not None and elicitation.form is not None

    @property
    def opens_urls(self) -> bool:
        """Whether elicitation in the mode `url` is offered."""
        elicitation = self.capabilities.elicitation
        return elicitation is not None and elicitation.url is not None

    @property
    def knows_boolean_options(self) -> bool:
        """Whether config options of the type `boolean` may be sent."""
        session = self.capabilities.session
        options = session.config_options if session else None
        return options is not None and options.boolean is not None

    async def update(self, session_id: str, update: Update) -> JsonObject:
        """Send one session update and return it as it went out."""
        sent = dumped(update)
        await self.replay(session_id, sent)
        return sent

    async def replay(self, session_id: str, update: JsonObject) -> None:
        """Send an update that is JSON already."""
        await self.notify("session/update", {"sessionId": session_id, "update": update})

    async def notify(self, method: str, params: JsonObject) -> None:
        """Send a notification.

        Raises:
            ClientGoneError: the connection has ended.
        """
        try:
            await self._connection.send_notification(method, params)
        except ConnectionError as error:
            raise ClientGoneError from error

    async def request(
        self,
        method: str,
        params: sdk.Model,
        answer: type[_Model],
        *,
        timeout: float | None = ANSWER_SECONDS,
    ) -> _Model:
        """Send a request and wait for its answer; without a timeout if a person gives it.

        Raises:
            ClientError: an error, a malformed answer, or none in time.
            ClientGoneError: the connection has ended.
        """
        try:
            with anyio.fail_after(timeout):
                result = await self._connection.send_request(method, dumped(params))
            return answer.model_validate({} if result is None else result)
        except TimeoutError as error:
            raise ClientError(f"The client did not answer {method}") from error
        except ConnectionError as error:
            raise ClientGoneError from error
        except sdk.RequestError as error:
            raise ClientError(str(error)) from error
        except sdk.ValidationError as error:
            raise ClientError(f"The client's answer to {method} cannot be read") from error

    async def elicit(
        self,
        question: sdk.CreateFormSessionElicitationRequest | sdk.CreateUrlSessionElicitationRequest,
    ) -> ElicitationAnswer:
        """Put a question to the person; raises as `request` does."""
        return await self.request("elicitation/create", question, ElicitationAnswer, timeout=None)

    async def create_terminal(self, request: sdk.CreateTerminalRequest) -> str:
        """Start a command in a terminal of the client and return the terminal's id.

        If the turn is cancelled before the client has answered, the terminal is released as soon
        as it is known, so that the command does not outlive the turn.
        """
        creation = _Creation()
        self._tasks.start_soon(self._create_terminal, request, creation)
        try:
            await creation.done.wait()
        except anyio.get_cancelled_exc_class():
            creation.abandoned = True
            if creation.terminal_id:
                self.stop_terminal(request.session_id, creation.terminal_id)
            raise
        if creation.error is not None:
            raise creation.error
        return creation.terminal_id

    def stop_terminal(self, session_id: str, terminal_id: str) -> None:
        """Kill what runs in a terminal and give it back. Does not wait for the client."""
        self._tasks.start_soon(self._stop_terminal, session_id, terminal_id)

    def release_terminal(self, session_id: str, terminal_id: str) -> None:
        """Give back a terminal whose command has ended. Does not wait for the client."""
        self._tasks.start_soon(self._release_terminal, session_id, terminal_id)

    async def _create_terminal(
        self, request: sdk.CreateTerminalRequest, creation: "_Creation"
    ) -> None:
        try:
            created = await self.request("terminal/create", request, sdk.CreateTerminalResponse)
        except (ClientError, ClientGoneError) as error:
            creation.error = error
        else:
            creation.terminal_id = created.terminal_id
            if creation.abandoned:
                await self._stop_terminal(request.session_id, created.terminal_id)
        creation.done.set()

    async def _stop_terminal(self, session_id: str, terminal_id: str) -> None:
        kill = sdk.KillTerminalRequest(session_id=session_id, terminal_id=terminal_id)
        with suppress(ClientError, ClientGoneError):
            await self.request("terminal/kill", kill, sdk.KillTerminalResponse)
        await self._release_terminal(session_id, terminal_id)

    async def _release_terminal(self, session_id: str, terminal_id: str) -> None:
        release = sdk.ReleaseTerminalRequest(session_id=session_id, terminal_id=terminal_id)
        with suppress(ClientError, ClientGoneError):
            await self.request("terminal/release", release, sdk.ReleaseTerminalResponse)


class _Creation:
    """A terminal on its way."""

    def __init__(self) -> None:
        self.done = anyio.Event()
        self.abandoned = False
        self.terminal_id = ""
        self.error: ClientError | ClientGoneError | None = None


def dumped(model: sdk.Model) -> JsonObject:
    """Turn an SDK model into the JSON that ACP wants: camelCase, and no nulls."""
    result: JsonObject = model.model_dump(mode="json", by_alias=True, exclude_none=True)
    return result
