"""Which function answers which request."""

from collections.abc import Awaitable, Callable
from typing import Any

from easel_server.features import (
    agents,
    ahp,
    ahp_actions,
    asking,
    canvases,
    conversations,
    exporting,
    forking,
    leases,
    prompting,
    queue,
    resuming,
    session_options,
    status,
    stopping,
    trash,
)
from easel_server.features.context import Context

Handler = Callable[[Context, Any], Awaitable[Any]]

HANDLERS: dict[str, Handler] = {
    "easel/agents/list": agents.list_,
    "easel/agents/authenticate": agents.authenticate,
    "easel/conversation/create": conversations.create,
    "easel/conversation/list": conversations.list_,
    "easel/conversation/open": conversations.open_,
    "easel/conversation/history": conversations.history,
    "easel/conversation/rename": conversations.rename,
    "easel/conversation/fork": forking.fork,
    "easel/conversation/export": exporting.export,
    "easel/conversation/delete": conversations.delete,
    "easel/conversation/trash/list": trash.list_,
    "easel/conversation/restore": trash.restore,
    "easel/conversation/prompt": prompting.prompt,
    "easel/conversation/cancel": stopping.cancel,
    "easel/conversation/interrupt": stopping.interrupt,
    "easel/conversation/pause": stopping.pause,
    "easel/conversation/run": resuming.run,
    "easel/conversation/resume": resuming.resume,
    "easel/conversation/setMode": session_options.set_mode,
    "easel/conversation/setConfigOption": session_options.set_config_option,
    "easel/conversation/queue/list": queue.list_,
    "easel/conversation/queue/edit": queue.edit,
    "easel/conversation/queue/drop": queue.drop,
    "easel/conversation/queue/reorder": queue.reorder,
    "easel/lease/get": leases.get,
    "easel/lease/release": leases.release,
    "easel/lease/take": leases.take,
    "easel/permission/respond": asking.respond_permission,
    "easel/elicitation/respond": asking.respond_elicitation,
    "easel/canvas/open": canvases.open_,
    "easel/canvas/list": canvases.list_,
    "easel/canvas/close": canvases.close,
    "easel/ahp/subscribe": ahp.subscribe,
    "easel/ahp/unsubscribe": ahp.unsubscribe,
    "easel/ahp/canvasReadResource": ahp.canvas_read_resource,
    "easel/ahp/resourceRead": ahp.resource_read,
    "easel/ahp/canvasOpen": ahp.canvas_open,
    "easel/ahp/canvasInvokeAction": ahp.canvas_invoke_action,
    "easel/ahp/canvasClose": ahp.canvas_close,
    "easel/status": status.status,
}
NOTIFIED: dict[str, Callable[[Context, Any], None]] = {
    "easel/ahp/dispatchAction": ahp_actions.dispatch_action,
    "easel/ahp/unsubscribe": ahp_actions.unsubscribe,
}
"""Which function takes which notification."""
