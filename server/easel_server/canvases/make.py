"""The canvases of a server, with those that Easel itself shows."""

from typing import TYPE_CHECKING

from anyio.abc import TaskGroup

from easel_server.canvases.canvases import Canvases

if TYPE_CHECKING:
    from easel_server.core import Core


def make_canvases(core: "Core", tasks: TaskGroup) -> Canvases:
    """Make them; `tasks` runs what nobody waits for."""
    return Canvases(tasks, core.store, core.editors, ())
