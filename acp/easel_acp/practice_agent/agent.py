"""The agent: what it answers to each method of ACP."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from anyio.abc import TaskGroup

from easel_acp import sdk
from easel_acp.practice_agent.client import Client, ClientGoneError, dumped
from easel_acp.practice_agent.commands import available_commands
from easel_acp.practice_agent.description import introduction, session_info
from easel_acp.practice_agent.directories import check_directories, same_directory
from easel_acp.practice_agent.login import Login
from easel_acp.practice_agent.pace import PaceName
from easel_acp.practice_agent.routes import BadParamError, BadRequestError, Router
from easel_acp.practice_agent.session import McpServer, Session, now
from easel_acp.practice_agent.settings import (
    ConfigOption,
    changes,
    config_options,
    mode_state,
    set_mode,
    set_option,
)
from easel_acp.practice_agent.store import (
    SessionId,
    SessionNotFoundError,
    SessionRecord,
    SessionStore,
)
from easel_acp.practice_agent.turn import Turn
from easel_acp.practice_agent.usage import TokenCounts

logger = logging.getLogger(__name__)

PAGE_SIZE = 50

OptionRequest = sdk.SetSessionConfigOptionBooleanRequest | sdk.SetSessionConfigOptionSelectRequest


class Agent:
    """Holds the open sessions and their running turns; a session has one turn at most."""

    def __init__(
        self,
        store: SessionStore,
        pace: PaceName,
        login: Login,
        client: Client,
        tasks: TaskGroup,
    ) -> None:
        """`pace` is that of new sessions; `tasks` owns what happens after an answer."""
        self._store = store
        self._pace = pace
        self._login = login
        self._client = client
        self._tasks = tasks
        self._initialized = False
        self._sessions: dict[SessionId, Session] = {}
        self._turns: dict[SessionId, Turn] = {}

    def add_routes(self, router: Router) -> None:
        """Register every method that this agent serves."""
        router.request("initialize", sdk.InitializeRequest.model_validate, self.initialize)
        router.request("authenticate", sdk.AuthenticateRequest.model_validate, self.authenticate)
        router.request("session/new", sdk.NewSessionRequest.model_validate, self.new)
        router.request("session/load", sdk.LoadSessionRequest.model_validate, self.load)
        router.request("session/resume", sdk.ResumeSessionRequest.model_validate, self.resume)
        router.request("session/fork", sdk.ForkSessionRequest.model_validate, self.fork)
        router.request("session/list", sdk.ListSessionsRequest.model_validate, self.list_sessions)
        router.request("session/close", sdk.CloseSessionRequest.model_validate, self.close)
        router.request("session/delete", sdk.DeleteSessionRequest.model_validate, self.delete)
        router.request("session/prompt", sdk.PromptRequest.model_validate, self.prompt)
        router.request("session/set_mode", sdk.SetSessionModeRequest.model_validate, self.set_mode)
        router.request("session/set_config_option", _option_request, self.set_option)
        router.notification("session/cancel", sdk.CancelNotification.model_validate, self.cancel)

    async def initialize(self, request: sdk.InitializeRequest) -> sdk.InitializeResponse:
        """Exchange capabilities; whatever version is asked for, this agent speaks 1."""
        if request.client_capabilities is not None:
            self._client.capabilities = request.client_capabilities
        self._initialized = True
        return introduction(self._login.methods(self._client.capabilities))

    async def authenticate(self, request: sdk.AuthenticateRequest) -> None:
        """Log in."""
        self._login.authenticate(request.method_id)

    async def new(self, request: sdk.NewSessionRequest) -> sdk.NewSessionResponse:
        """Open an empty session."""
        self._check_start(request.cwd, request.additional_directories)
        record = SessionRecord(
            session_id=self._store.new_id(),
            cwd=request.cwd,
            additional_directories=request.additional_directories or [],
            updated_at=now(),
            pace=self._pace,
        )
        self._store.save(record)
        self._open(record, request.mcp_servers)
        return sdk.NewSessionResponse(
            session_id=record.session_id,
            modes=mode_state(record),
            config_options=self._options(record),
        )

    async def load(self, request: sdk.LoadSessionRequest) -> sdk.LoadSessionResponse:
        """Reopen a session and send all that was said in it before answering."""
        record = self._reopen(request)
        for turn in record.turns:
            for block in turn.prompt:
                update = {"sessionUpdate": "user_message_chunk", "content": block}
                await self._client.replay(record.session_id, update)
            for update in turn.updates:
                await self._client.replay(record.session_id, update)
        return sdk.LoadSessionResponse(
            modes=mode_state(record), config_options=self._options(record)
        )

    async def resume(self, request: sdk.ResumeSessionRequest) -> sdk.ResumeSessionResponse:
        """Reopen a session silently."""
        record = self._reopen(request)
        return sdk.ResumeSessionResponse(
            modes=mode_state(record), config_options=self._options(record)
        )

    async def fork(self, request: sdk.ForkSessionRequest) -> sdk.ForkSessionResponse:
        """Open a copy of a session, which goes its own way from here."""
        self._check_start(request.cwd, request.additional_directories)
        record = self._store.load(request.session_id)
        record.session_id = self._store.new_id()
        record.usage = TokenCounts()
        record.cwd = request.cwd
        record.additional_directories = request.additional_directories or []
        record.updated_at = now()
        self._store.save(record)
        self._open(record, request.mcp_servers or [])
        return sdk.ForkSessionResponse(
            session_id=record.session_id,
            modes=mode_state(record),
            config_options=self._options(record),
        )

    async def list_sessions(self, request: sdk.ListSessionsRequest) -> sdk.ListSessionsResponse:
        """List the sessions on disk, newest first, a page at a time."""
        summaries = self._store.summaries()
        if request.cwd is not None:
            summaries = [item for item in summaries if same_directory(item.cwd, request.cwd)]
        start = _page_start(request.cursor)
        end = start + PAGE_SIZE
        return sdk.ListSessionsResponse(
            sessions=[session_info(summary) for summary in summaries[start:end]],
            next_cursor=str(end) if end < len(summaries) else None,
        )

    async def close(self, request: sdk.CloseSessionRequest) -> sdk.CloseSessionResponse:
        """Stop what runs in a session and forget that it was open."""
        session = self._session(request.session_id)
        await self._settle(session.id)
        self._sessions.pop(session.id, None)
        return sdk.CloseSessionResponse()

    async def delete(self, request: sdk.DeleteSessionRequest) -> sdk.DeleteSessionResponse:
        """Remove a session for good; an unknown one is no error."""
        session_id = SessionId(request.session_id)
        await self._settle(session_id)
        self._sessions.pop(session_id, None)
        self._store.delete(session_id)
        return sdk.DeleteSessionResponse()

    async def prompt(self, request: sdk.PromptRequest) -> sdk.PromptResponse:
        """Answer a prompt.

        Nothing is awaited before the turn can be found, so that a cancel right behind the prompt
        reaches it.
        """
        session = self._session(request.session_id)
        self._check_idle(session.id)
        turn = Turn(session, self._client, save=lambda: self._save(session))
        self._turns[session.id] = turn
        try:
            return await turn.run([dumped(block) for block in request.prompt])
        finally:
            del self._turns[session.id]
            turn.ended.set()

    def cancel(self, request: sdk.CancelNotification) -> None:
        """Stop the running turn of a session, if there is one."""
        if turn := self._turns.get(SessionId(request.session_id)):
            turn.cancel()

    async def set_mode(self, request: sdk.SetSessionModeRequest) -> sdk.SetSessionModeResponse:
        """Change the mode."""
        session = self._session(request.session_id)
        set_mode(session.record, request.mode_id)
        await self._announce_settings(session)
        return sdk.SetSessionModeResponse()

    async def set_option(self, request: OptionRequest) -> sdk.SetSessionConfigOptionResponse:
        """Change an option and return all of them."""
        session = self._session(request.session_id)
        set_option(session.record, request.config_id, request.value)
        await self._announce_settings(session)
        return sdk.SetSessionConfigOptionResponse(config_options=self._options(session.record))

    def stop_all(self) -> None:
        """Cancel every running turn."""
        for turn in self._turns.values():
            turn.cancel()

    def _session(self, session_id: str) -> Session:
        session = self._sessions.get(SessionId(session_id))
        if session is None:
            raise SessionNotFoundError(session_id)
        return session

    def _open(self, record: SessionRecord, mcp_servers: Sequence[McpServer]) -> None:
        self._sessions[record.session_id] = Session(record, mcp_servers)
        # Runs after the answer is on its way: before it, a client need not know the id.
        self._tasks.start_soon(self._announce_commands, record.session_id)

    async def _announce_commands(self, session_id: SessionId) -> None:
        with suppress(ClientGoneError):
            await self._client.update(session_id, available_commands())

    def _reopen(self, request: sdk.LoadSessionRequest | sdk.ResumeSessionRequest) -> SessionRecord:
        self._check_start(request.cwd, request.additional_directories)
        self._check_idle(SessionId(request.session_id))
        record = self._store.load(request.session_id)
        if not same_directory(record.cwd, request.cwd):
            raise BadParamError("cwd", f"This session belongs to {record.cwd}")
        record.additional_directories = request.additional_directories or []
        self._open(record, request.mcp_servers or [])
        return record

    def _check_start(self, cwd: str, additional: Sequence[str] | None) -> None:
        if not self._initialized:
            raise BadRequestError("The first request must be initialize")
        self._login.check(self._client.capabilities)
        check_directories(cwd, additional)

    def _check_idle(self, session_id: SessionId) -> None:
        if session_id in self._turns:
            message = "A turn is already running in this session: wait for it or cancel it"
            raise BadRequestError(message, {"sessionId": session_id})

    async def _settle(self, session_id: SessionId) -> None:
        if turn := self._turns.get(session_id):
            turn.cancel()
            await turn.ended.wait()

    async def _announce_settings(self, session: Session) -> None:
        self._save(session)
        for update in changes(session.record, with_booleans=self._client.knows_boolean_options):
            await self._client.update(session.id, update)

    def _save(self, session: Session) -> None:
        try:
            self._store.save(session.record)
        except OSError as error:
            logger.warning("session %s is not saved: %s", session.id, error)

    def _options(self, record: SessionRecord) -> list[ConfigOption]:
        return config_options(record, with_booleans=self._client.knows_boolean_options)


def _option_request(params: Any) -> OptionRequest:
    if isinstance(params, dict) and params.get("type") == "boolean":
        return sdk.SetSessionConfigOptionBooleanRequest.model_validate(params)
    return sdk.SetSessionConfigOptionSelectRequest.model_validate(params)


def _page_start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not cursor.isdecimal():
        raise BadParamError("cursor", f"{cursor!r} is no cursor of this agent")
    return int(cursor)
