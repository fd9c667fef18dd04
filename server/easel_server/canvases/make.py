"""The canvases of a server, with those that Easel itself shows.

This imports all that shows canvases, so only `Core` imports it, when they are needed.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from anyio.abc import TaskGroup

from easel_canvas.builtin import BuiltinProvider
from easel_conversation.store import ConversationStore
from easel_server.canvases.canvases import Canvases
from easel_server.canvases.files import ConversationFiles
from easel_server.canvases.installed import installed_providers
from easel_server.canvases.lazy import CanvasListener
from easel_server.canvases.traces import AgentTraces
from easel_server.editors.documents import EditorDocuments
from easel_server.editors.editor import Editor
from easel_server.lsp.session import EditorSession
from easel_server.settings import Settings

if TYPE_CHECKING:
    from easel_acp.worker.workers import AgentWorkers


def make_canvases(
    tasks: TaskGroup,
    store: ConversationStore,
    editors: dict[EditorSession, Editor],
    tell: CanvasListener,
    *,
    workers: Callable[[], "AgentWorkers"],
    settings: Callable[[], Settings],
) -> Canvases:
    """Make them; `tasks` runs what nobody waits for, `tell` is told what happens."""
    files = ConversationFiles(store, EditorDocuments(editors))
    builtin = BuiltinProvider(files, AgentTraces(workers, settings))
    providers = (builtin, *installed_providers({builtin.id}))
    return Canvases(tasks, store, editors, tell, providers)
