"""The requests of the wire contract that the command line makes, with their types."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from easel_conversation.events import Event, Unknown
from easel_conversation.ids import (
    ConversationId,
    ElicitationId,
    PermissionId,
    TurnId,
)
from easel_conversation.values import ContentBlock, ElicitationAction, JsonObject, OnLoadFailure
from easel_server.cli.errors import ServerFailed, ServerLost, refusal
from easel_server.client.lsp_client import LspClient
from easel_server.io.jsonrpc import INTERNAL_ERROR, PeerGone, ResponseError
from easel_server.protocol.agents import AgentsListResult
from easel_server.protocol.asking import (
    ElicitationRespondParams,
    PermissionRespondParams,
    RespondResult,
)
from easel_server.protocol.base import Empty, Params
from easel_server.protocol.canvases import CanvasListResult, OpenCanvas
from easel_server.protocol.conversation import (
    ConversationParams,
    ConversationResult,
    CreateParams,
    ExportFormat,
    ExportParams,
    ExportResult,
    ForkParams,
    ListParams,
    ListResult,
    OpenParams,
    PromptParams,
    PromptResult,
    RenameParams,
    ResumeParams,
    ResumeResult,
)
from easel_server.protocol.queue import QueueDropParams, QueueResult
from easel_server.protocol.session_options import SetConfigOptionParams, SetModeParams
from easel_server.protocol.shapes import AgentInfo, ConversationInfo
from easel_server.protocol.status import StatusResult
from easel_server.protocol.stopping import (
    CancelParams,
    CancelResult,
    InterruptParams,
    InterruptResult,
)
from easel_server.protocol.trash import (
    DeletedConversation,
    TrashListParams,
    TrashListResult,
)

SHORT: Final = 30.0
"""Seconds that a request may take that waits for nobody but the server."""

LONG: Final = 150.0
"""Seconds that a request may take that starts an agent or restores its session."""

Result = TypeVar("Result", bound=Params)
EventListener = Callable[[tuple[Event, ...]], None]
InfoListener = Callable[[ConversationInfo], None]


class _Document(Params, frozen=True):
    """A virtual document."""

    uri: str


class ConversationClient:
    """Talks to the server as an editor does.

    Every request raises `RequestRefused` (or its `AgentProblem`) if the server refuses, and
    `ServerFailed` or `ServerLost` if it fails, ends or does not answer in time.
    """

    def __init__(self, lsp: LspClient, log: Path) -> None:
        """`log`: where the server's log is, for messages."""
        self._lsp = lsp
        self._log = log
        self._on_events: dict[str, EventListener] = {}
        self._on_info: dict[str, InfoListener] = {}
        lsp.on_notification("easel/conversation/didUpdate", self._did_update)
        lsp.on_notification("easel/conversation/didChange", self._did_change)

    async def lost(self) -> ServerLost:
        """Return when the server is gone."""
        await self._lsp.closed.wait()
        return ServerLost("The server has ended unexpectedly.", self._log)

    def listen(
        self,
        conversation_id: ConversationId,
        on_events: EventListener,
        on_info: InfoListener | None = None,
    ) -> None:
        """Call the listeners with the news of a conversation; they must neither wait nor raise."""
        self._on_events[conversation_id] = on_events
        if on_info is not None:
            self._on_info[conversation_id] = on_info

    def ignore(self, conversation_id: ConversationId) -> None:
        """Call the listeners of a conversation no more."""
        self._on_events.pop(conversation_id, None)
        self._on_info.pop(conversation_id, None)

    async def agents(self) -> tuple[AgentInfo, ...]:
        return (await self._ask("easel/agents/list", Empty(), AgentsListResult)).agents

    async def status(self) -> StatusResult:
        return await self._ask("easel/status", Empty(), StatusResult)

    async def create(self, params: CreateParams) -> ConversationInfo:
        result = await self._ask("easel/conversation/create", params, ConversationResult)
        return result.conversation

    async def open(
        self, conversation_id: ConversationId
    ) -> tuple[ConversationInfo, tuple[Event, ...]]:
        """Follow a conversation; returns it with its newest events."""
        params = OpenParams(conversation_id=conversation_id)
        result = await self._request("easel/conversation/open", params, SHORT)
        info = msgspec.convert(result["conversation"], ConversationInfo)
        return info, decode_events(result["events"])

    async def prompt(
        self, conversation_id: ConversationId, prompt: str | tuple[ContentBlock, ...]
    ) -> PromptResult:
        """Send a prompt and wait for the end of its turn, however long that takes."""
        params = PromptParams(conversation_id=conversation_id, prompt=prompt)
        return await self._ask("easel/conversation/prompt", params, PromptResult, None)

    async def enqueue(
        self, conversation_id: ConversationId, prompt: tuple[ContentBlock, ...]
    ) -> TurnId:
        """Send a prompt and do not wait: it runs now, or after those before it."""
        params = PromptParams(conversation_id=conversation_id, prompt=prompt, detach=True)
        return (await self._ask("easel/conversation/prompt", params, PromptResult)).turn_id

    async def cancel(self, conversation_id: ConversationId) -> CancelResult:
        """Stop generating. Refused as `cancelTimeout` if the agent does not stop in time."""
        params = CancelParams(conversation_id=conversation_id, on_timeout="error")
        return await self._ask("easel/conversation/cancel", params, CancelResult, LONG)

    async def interrupt(self, conversation_id: ConversationId) -> InterruptResult:
        """Stop now, by ending the process if need be."""
        params = InterruptParams(conversation_id=conversation_id)
        return await self._ask("easel/conversation/interrupt", params, InterruptResult)

    async def resume(
        self,
        conversation_id: ConversationId,
        *,
        on_failure: OnLoadFailure | None = None,
        recap: bool | None = None,
    ) -> ResumeResult:
        params = ResumeParams(conversation_id=conversation_id, on_failure=on_failure, recap=recap)
        return await self._ask("easel/conversation/resume", params, ResumeResult, LONG)

    async def run(self, conversation_id: ConversationId) -> ResumeResult:
        """Start what waits in the queue."""
        params = ConversationParams(conversation_id=conversation_id)
        return await self._ask("easel/conversation/run", params, ResumeResult, LONG)

    async def rename(self, conversation_id: ConversationId, title: str) -> ConversationInfo:
        params = RenameParams(conversation_id=conversation_id, title=title)
        result = await self._ask("easel/conversation/rename", params, ConversationResult)
        return result.conversation

    async def list(self, params: ListParams) -> ListResult:
        return await self._ask("easel/conversation/list", params, ListResult)

    async def export(
        self, conversation_id: ConversationId, format_: ExportFormat, target: Path
    ) -> ExportResult:
        """Write a conversation into a file, however long that takes."""
        params = ExportParams(conversation_id=conversation_id, format=format_, target=str(target))
        return await self._ask("easel/conversation/export", params, ExportResult, None)

    async def fork(self, conversation_id: ConversationId, title: str | None) -> ConversationInfo:
        """A copy of the conversation, whose agent remembers as much, or gets a recap."""
        params = ForkParams(conversation_id=conversation_id, title=title)
        result = await self._ask("easel/conversation/fork", params, ConversationResult, LONG)
        return result.conversation

    async def delete(self, conversation_id: ConversationId) -> None:
        """Put a conversation into the trash."""
        params = ConversationParams(conversation_id=conversation_id)
        await self._ask("easel/conversation/delete", params, Empty)

    async def trash(self, query: str) -> tuple[DeletedConversation, ...]:
        """The conversations that were deleted, the last one first."""
        params = TrashListParams(query=query or None)
        result = await self._ask("easel/conversation/trash/list", params, TrashListResult)
        return result.conversations

    async def restore(self, conversation_id: ConversationId) -> ConversationInfo:
        """Take a conversation out of the trash."""
        params = ConversationParams(conversation_id=conversation_id)
        method = "easel/conversation/restore"
        return (await self._ask(method, params, ConversationResult)).conversation

    async def set_mode(self, conversation_id: ConversationId, mode_id: str) -> ConversationInfo:
        params = SetModeParams(conversation_id=conversation_id, mode_id=mode_id)
        result = await self._ask("easel/conversation/setMode", params, ConversationResult, LONG)
        return result.conversation

    async def set_option(
        self, conversation_id: ConversationId, config_id: str, value: str | bool
    ) -> ConversationInfo:
        params = SetConfigOptionParams(
            conversation_id=conversation_id, config_id=config_id, value=value
        )
        method = "easel/conversation/setConfigOption"
        return (await self._ask(method, params, ConversationResult, LONG)).conversation

    async def queue(self, conversation_id: ConversationId) -> QueueResult:
        params = ConversationParams(conversation_id=conversation_id)
        return await self._ask("easel/conversation/queue/list", params, QueueResult)

    async def drop(self, conversation_id: ConversationId, turn_id: TurnId) -> QueueResult:
        """Take a prompt out of the queue."""
        params = QueueDropParams(conversation_id=conversation_id, turn_id=turn_id)
        return await self._ask("easel/conversation/queue/drop", params, QueueResult)

    async def canvases(self, conversation_id: ConversationId) -> tuple[OpenCanvas, ...]:
        """The canvases that are open."""
        params = ConversationParams(conversation_id=conversation_id)
        return (await self._ask("easel/canvas/list", params, CanvasListResult)).open

    async def canvas_text(self, conversation_id: ConversationId, instance_id: str) -> str:
        """A canvas in Markdown."""
        uri = f"easel:/canvases/{conversation_id}/{instance_id}.md"
        answer = await self._request("workspace/textDocumentContent", _Document(uri=uri), SHORT)
        return str(answer["text"])

    async def answer_permission(
        self, conversation_id: ConversationId, permission_id: PermissionId, option_id: str | None
    ) -> bool:
        """Answer with an option, or with None that nothing is chosen; false if too late."""
        params = PermissionRespondParams(
            conversation_id=conversation_id,
            permission_id=permission_id,
            option_id=option_id,
            cancelled=True if option_id is None else None,
        )
        return (await self._ask("easel/permission/respond", params, RespondResult)).accepted

    async def answer_elicitation(
        self,
        conversation_id: ConversationId,
        elicitation_id: ElicitationId,
        action: ElicitationAction,
        content: JsonObject | None = None,
    ) -> bool:
        """Answer a request for input; false if too late."""
        params = ElicitationRespondParams(
            conversation_id=conversation_id,
            elicitation_id=elicitation_id,
            action=action,
            content=content,
        )
        return (await self._ask("easel/elicitation/respond", params, RespondResult)).accepted

    async def _ask(
        self,
        method: str,
        params: Params,
        result: type[Result],
        timeout: float | None = SHORT,
    ) -> Result:
        return msgspec.convert(await self._request(method, params, timeout), result)

    async def _request(self, method: str, params: Params, timeout: float | None) -> Any:
        try:
            return await self._lsp.request(method, params, timeout=timeout)
        except ResponseError as error:
            if error.code == INTERNAL_ERROR:
                raise ServerFailed(error.message, self._log) from error
            raise refusal(error) from error
        except PeerGone as error:
            raise ServerLost("The server has ended unexpectedly.", self._log) from error
        except TimeoutError as error:
            raise ServerLost(f"The server does not answer {method}.", self._log) from error

    def _did_update(self, params: Any) -> None:
        listener = self._on_events.get(params["conversationId"])
        if listener is not None:
            listener(decode_events(params["events"]))

    def _did_change(self, params: Any) -> None:
        listener = self._on_info.get(params["conversation"]["id"])
        if listener is not None:
            listener(msgspec.convert(params["conversation"], ConversationInfo))


def decode_events(raw: Iterable[JsonObject]) -> tuple[Event, ...]:
    """Events from the wire. One that this version does not know becomes `Unknown`."""
    return tuple(map(_decode_event, raw))


def _decode_event(raw: JsonObject) -> Event:
    try:
        event: Event = msgspec.convert(raw, Event)
    except msgspec.ValidationError:
        seq = raw.get("seq")
        return Unknown(seq=seq if isinstance(seq, int) else 0, update=raw)
    return event
