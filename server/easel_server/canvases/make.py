"""The canvases of a server, with those that Easel itself shows."""

from typing import TYPE_CHECKING

from anyio.abc import TaskGroup

from easel_canvas.builtin import BuiltinProvider
from easel_server.canvases.canvases import Canvases
from easel_server.canvases.files import ConversationFiles
from easel_server.canvases.installed import installed_providers
from easel_server.canvases.traces import AgentTraces
from easel_server.editors.documents import EditorDocuments

if TYPE_CHECKING:
    from easel_server.core import Core


def make_canvases(core: "Core", tasks: TaskGroup) -> Canvases:
    """Make them; `tasks` runs what nobody waits for."""
    builtin = BuiltinProvider(
        ConversationFiles(core.store, EditorDocuments(core.editors)),
        AgentTraces(lambda: core.workers, lambda: core.settings),
    )
    providers = (builtin, *installed_providers({builtin.id}))
    return Canvases(tasks, core.store, core.editors, core.canvas_listeners, providers)
