"""How actions change states: pure, never mutating; what changes nothing returns the same object."""

from msgspec.structs import replace

from easel_canvas.model.actions import (
    Action,
    ActiveClientRemoved,
    ActiveClientSet,
    CatalogueChanged,
    DeclarationsChanged,
    Updated,
)
from easel_canvas.model.state import ActiveClient, CanvasState, SessionState


def reduce_session(state: SessionState, action: Action) -> SessionState:
    """A session after an action. What is none of a session's business changes nothing."""
    match action:
        case DeclarationsChanged(declared=declared):
            changed = replace(state, declared=declared)
        case CatalogueChanged(open=open_):
            changed = replace(state, open=open_)
        case ActiveClientSet(client=client):
            changed = replace(state, clients=_with_client(state.clients, client))
        case ActiveClientRemoved(client_id=client_id):
            left = tuple(c for c in state.clients if c.client_id != client_id)
            changed = replace(state, clients=left)
        case _:
            return state
    return state if changed == state else changed


def reduce_canvas(state: CanvasState, action: Action) -> CanvasState:
    """A canvas after an action: only `Updated` changes it, and only the fields it has."""
    if not isinstance(action, Updated):
        return state
    changed = replace(
        state,
        title=state.title if action.title is None else action.title,
        status=state.status if action.status is None else action.status,
        url=state.url if action.url is None else action.url,
        availability=action.availability or state.availability,
    )
    return state if changed == state else changed


def _with_client(
    clients: tuple[ActiveClient, ...], client: ActiveClient
) -> tuple[ActiveClient, ...]:
    if all(other.client_id != client.client_id for other in clients):
        return (*clients, client)
    return tuple(client if c.client_id == client.client_id else c for c in clients)
