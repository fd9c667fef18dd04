"""What all editors of a server share: conversations, agents, settings."""

import logging
import platform
import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from anyio.abc import TaskGroup

from easel_acp.worker.idle import IdleAgents, IdleLimits
from easel_conversation.conversation import Conversation, Listener
from easel_conversation.events import Event
from easel_conversation.ids import ConversationId
from easel_conversation.inputs import Interrupt
from easel_conversation.lease.leases import Leases
from easel_conversation.policy import Policy
from easel_conversation.store import ConversationStore
from easel_server.agents import Agents
from easel_server.canvases.lazy import CanvasListener, LazyCanvases
from easel_server.editors.documents import EditorDocuments
from easel_server.editors.editor import Editor
from easel_server.io.process_watch import process_end
from easel_server.lsp.session import EditorSession
from easel_server.protocol.notifications import AgentsDidChangeParams
from easel_server.settings import (
    Layer,
    SettingProblem,
    Settings,
    agents_by_source,
    merge_settings,
)
from easel_server.sharing.door import Door
from easel_server.sharing.handover import give
from easel_server.sharing.sharing import Sharing

if TYPE_CHECKING:
    from easel_acp.worker.worker import AgentWorker
    from easel_acp.worker.workers import AgentWorkers
    from easel_server.canvases.canvases import Canvases

logger = logging.getLogger(__name__)

_NEVER_MS: Final = 100 * 365 * 24 * 60 * 60 * 1000
"""Longer than any turn: what a watchdog of 0 seconds waits."""


class Core:
    """Owns the conversations and their agents. Belongs to one event loop."""

    def __init__(self, tasks: TaskGroup, config: Layer, config_path: Path, state_dir: Path) -> None:
        """`config`: the settings of config.toml. `tasks` runs the agents."""
        self._tasks = tasks
        self.config_path = config_path
        self.state_dir = state_dir
        self.editors: dict[EditorSession, Editor] = {}
        self.settings = Settings()
        self.setting_problems: list[SettingProblem] = []
        self.deleting: set[ConversationId] = set()
        """Conversations that are on their way into the trash."""
        self._listeners: list[Listener] = []
        self._config = config
        self.agents = Agents(
            lambda: agents_by_source(self._layers()), lambda: self.settings.default_agent
        )
        self._workers: AgentWorkers | None = None
        self.canvases = LazyCanvases(self._make_canvases)
        self.sharing = Sharing(self, tasks)
        self.leases = Leases(
            tasks,
            lambda: self.settings.lease.ttl_seconds,
            self.sharing.lost,
            address=Door(tasks, state_dir, partial(give, self)).open,
            process_end=process_end,
        )
        self.store = ConversationStore(
            state_dir,
            tasks,
            connect=self._connect,
            welcome=self._welcome,
            policy=self._policy,
            now_ms=now_ms,
            ownership=self.leases,
            audience=self.sharing,
        )
        self.idle = IdleAgents(self._idle_limits, time.monotonic)
        tasks.start_soon(self.idle.run)
        self.refresh_settings()

    @property
    def workers(self) -> "AgentWorkers":
        """The agents at work; made when they are needed first, see `workforce`."""
        if self._workers is None:
            from easel_server.workforce import make_workers  # noqa: PLC0415  (it says why)

            documents = EditorDocuments(self.editors)
            self._workers = make_workers(
                self._tasks,
                self.agents,
                documents,
                self.state_dir,
                lambda: self.settings,
                self.canvases,
            )
        return self._workers

    def _make_canvases(self, tell: CanvasListener) -> "Canvases":
        from easel_server.canvases.make import make_canvases  # noqa: PLC0415  (it says why)

        return make_canvases(
            self._tasks,
            self.store,
            self.editors,
            tell,
            workers=lambda: self.workers,
            settings=lambda: self.settings,
        )

    def _connect(self, conversation: Conversation) -> "AgentWorker":
        return self.workers.connect(conversation)

    def editor_came(self, session: EditorSession) -> None:
        """An editor was let in."""
        editor = self.editors[session] = Editor(session)
        if editor.ahp is not None:
            editor.ahp.be_unlike(other.ahp for other in self.editors.values())
        self.refresh_settings()

    def editor_left(self, session: EditorSession) -> None:
        """An editor is gone, and its settings and canvases with it."""
        editor = self.editors.pop(session)
        if self.canvases.made is not None and editor.ahp is not None:
            self.canvases.made.editor_left(editor.ahp)
        self.sharing.drop_unread()
        self.refresh_settings()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` told what happens in every conversation. Returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def longest_message(self) -> int:
        """In bytes, what is taken from an editor that has not told its settings yet."""
        return _longest_message([self._config])

    def refresh_settings(self) -> None:
        """Merge the settings of the editors and of config.toml anew."""
        before = self.settings
        self.settings, self.setting_problems = merge_settings(self._layers())
        for session, editor in self.editors.items():
            session.channel.limit(_longest_message([*_layers_of(editor), self._config]))
        if self.settings != before:
            self.agents.forget()
            self._tasks.start_soon(self._settings_changed)

    async def delete_conversation(self, conversation: Conversation) -> None:
        """Stop the agent of a conversation and put it into the trash."""
        conversation_id = conversation.state.id
        self.deleting.add(conversation_id)
        try:
            conversation.dispatch(Interrupt(0))
            await self.workers.remove(conversation_id)
            self.idle.forget(conversation_id)
            if self.canvases.made is not None:
                self.canvases.made.end(conversation_id)
            await self.store.delete(conversation_id)
        finally:
            self.deleting.discard(conversation_id)

    async def end(self) -> None:
        """Have every agent gone and every conversation written down before this returns."""
        if self._workers is not None:
            await self._workers.end()
        await self.store.aclose()

    async def _settings_changed(self) -> None:
        """What runs by the former settings makes way for what would be started now."""
        if self._workers is not None:
            self._workers.spares.dismiss_all()
            await self._workers.settings_changed()
        agents = await self.agents.news()
        if agents is not None:
            for editor in self.editors.values():
                editor.notify("easel/agents/didChange", AgentsDidChangeParams(agents=agents))

    def _welcome(self, conversation: Conversation) -> None:
        self.sharing.passed_to_us(conversation)
        conversation.listen(self._tell_editors)
        conversation.listen(self.idle.note)
        if self.canvases.made is not None:
            self.canvases.made.welcome(conversation)

    def _tell_editors(self, conversation: Conversation, events: tuple[Event, ...]) -> None:
        for editor in self.editors.values():
            editor.note(conversation, events)
        for listener in tuple(self._listeners):
            listener(conversation, events)

    def _layers(self) -> list[Layer]:
        """The strongest first; of several editors the newest."""
        editors = map(_layers_of, reversed(self.editors.values()))
        return [*chain.from_iterable(editors), self._config]

    def _policy(self) -> Policy:
        settings = self.settings
        return Policy(
            cancel_timeout_ms=settings.cancel.timeout_ms,
            cancel_on_timeout=settings.cancel.on_timeout or "interrupt",
            silence_ms=round(settings.watchdog.silence_seconds * 1000) or _NEVER_MS,
            permissions=settings.permissions.default,
            max_queued_prompts=settings.limits.queued_prompts,
            max_tool_output=settings.limits.tool_output_bytes,
        )

    def _idle_limits(self) -> IdleLimits:
        return IdleLimits(self.settings.pool.idle_ttl_seconds, self.settings.pool.max_idle)


def now_ms() -> int:
    """The time, in milliseconds since the Unix epoch."""
    return time.time_ns() // 1_000_000


def versions() -> dict[str, str]:
    """Of Easel and what it stands on."""
    from importlib.metadata import version  # noqa: PLC0415  (slow to import, and rarely needed)

    distributions = ("easel-ls", "agent-client-protocol", "pygls", "msgspec")
    found = {name: version(name) for name in distributions}
    return {**found, "python": platform.python_version()}


def _layers_of(editor: Editor) -> tuple[Layer, Layer]:
    """The settings of one editor, the stronger ones first."""
    options: Mapping[str, Any] = editor.session.announced.options
    return (
        Layer.of("editor", editor.editor_settings),
        Layer.of("initializationOptions", options),
    )


def _longest_message(layers: list[Layer]) -> int:
    settings, _ = merge_settings(layers)
    return settings.limits.message_bytes
