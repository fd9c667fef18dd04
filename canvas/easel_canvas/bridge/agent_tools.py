"""What the tools do to the canvases of a conversation."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from easel_canvas.bridge.tools import (
    LIST_OPEN,
    READ_TEXT,
    CloseCanvas,
    InvokeAction,
    ListCapabilities,
    OpenCanvas,
    ReadText,
    UpdateCanvas,
)
from easel_canvas.declaration import Declaration
from easel_canvas.errors import UnknownCanvas
from easel_canvas.host.requests import OpenRequest, UpdateRequest
from easel_canvas.host.session import CanvasSession
from easel_canvas.inputs import Input, decode
from easel_canvas.model.state import CanvasState, DeclaredCanvas
from easel_canvas.values import CanvasId, InstanceId, Json, JsonObject, ProviderId


class AgentTools:
    """Implements `Tools` for one conversation."""

    def __init__(self, session: Callable[[], CanvasSession]) -> None:
        """`session` gives the canvases of the conversation as they are at the moment."""
        self._find_session = session
        self._uses: dict[str, tuple[type[Input], Callable[[Any], Awaitable[Json]]]] = {
            "list_canvas_capabilities": (ListCapabilities, self._list),
            "open_canvas": (OpenCanvas, self._open),
            "invoke_canvas_action": (InvokeAction, self._invoke),
            "update_canvas": (UpdateCanvas, self._update),
            "close_canvas": (CloseCanvas, self._close),
            LIST_OPEN: (ListCapabilities, self._list_open),
            READ_TEXT: (ReadText, self._read_text),
        }

    @property
    def _session(self) -> CanvasSession:
        return self._find_session()

    async def use(self, name: str, arguments: JsonObject) -> Json:
        """Use a tool.

        Raises:
            CanvasError: it did not work; the message is for a model.
        """
        if name not in self._uses:
            raise UnknownCanvas(f"There is no tool {name[:100]!r}.")
        type_, use = self._uses[name]
        given = {key: value for key, value in arguments.items() if value is not None}
        if isinstance(given.get("input"), str):
            given["input"] = _parsed(given["input"])
        return await use(decode(type_, given))

    async def _list(self, wanted: ListCapabilities) -> Json:
        declared = self._session.state.declared or ()
        if wanted.canvas_id is None:
            canvases = [_briefly(canvas) for canvas in declared]
            return {"canvases": canvases, "open": await self._list_open(wanted)}
        chosen = [c for c in declared if c.declaration.canvas_id == wanted.canvas_id]
        if not chosen:
            known = ", ".join(f"`{canvas.declaration.canvas_id}`" for canvas in declared)
            raise UnknownCanvas(f"There is no canvas {wanted.canvas_id!r}. There are {known}.")
        return {"canvases": [_in_full(canvas) for canvas in chosen]}

    async def _list_open(self, _: ListCapabilities) -> Json:
        return [
            {
                "instanceId": canvas.instance_id,
                "canvasId": canvas.canvas_id,
                "title": canvas.title,
                "availability": canvas.availability,
            }
            for canvas in self._session.state.open or ()
        ]

    async def _open(self, wanted: OpenCanvas) -> Json:
        request = OpenRequest(
            CanvasId(wanted.canvas_id),
            None if wanted.extension_id is None else ProviderId(wanted.extension_id),
            None if wanted.instance_id is None else InstanceId(wanted.instance_id),
            wanted.input,
        )
        return self._described(await self._session.open(request))

    async def _invoke(self, wanted: InvokeAction) -> Json:
        instance_id = InstanceId(wanted.instance_id)
        return await self._session.invoke(instance_id, wanted.action_name, wanted.input)

    async def _update(self, wanted: UpdateCanvas) -> Json:
        instance_id = InstanceId(wanted.instance_id)
        state = self._session.canvas_snapshot(instance_id).state
        assert isinstance(state, CanvasState)
        input_ = None if wanted.input is None else _merged(state.input or {}, wanted.input)
        request = UpdateRequest(input_, wanted.title, wanted.status)
        return self._described(await self._session.update(instance_id, request))

    async def _close(self, wanted: CloseCanvas) -> Json:
        self._session.close(InstanceId(wanted.instance_id))
        return {"closed": wanted.instance_id}

    async def _read_text(self, wanted: ReadText) -> Json:
        return await self._session.text(InstanceId(wanted.instance_id))

    def _described(self, state: CanvasState) -> JsonObject:
        declared = self._session.state.declared or ()
        declaration = next(
            (
                canvas.declaration
                for canvas in declared
                if (canvas.provider_id, canvas.declaration.canvas_id)
                == (state.provider_id, state.canvas_id)
            ),
            None,
        )
        found = {
            "instanceId": state.instance_id,
            "title": state.title,
            "status": state.status,
            "actions": [] if declaration is None else _action_names(declaration),
        }
        return {key: value for key, value in found.items() if value}


def _parsed(input_: str) -> Json:
    """The object that some models write as a text with JSON in it; any other text as it is."""
    try:
        return msgspec.json.decode(input_)
    except msgspec.DecodeError:
        return input_


def _merged(before: JsonObject, news: JsonObject) -> JsonObject:
    return {key: value for key, value in {**before, **news}.items() if value is not None}


def _briefly(canvas: DeclaredCanvas) -> JsonObject:
    declaration = canvas.declaration
    schema = declaration.input_schema or {}
    return {
        "canvasId": declaration.canvas_id,
        "extensionId": canvas.provider_id,
        "description": declaration.description,
        "input": list(schema.get("properties", {})),
        "actions": _action_names(declaration),
    }


def _in_full(canvas: DeclaredCanvas) -> JsonObject:
    declaration = canvas.declaration
    return {
        "canvasId": declaration.canvas_id,
        "extensionId": canvas.provider_id,
        "title": declaration.title,
        "description": declaration.description,
        "inputSchema": declaration.input_schema,
        "actions": [
            {
                "name": action.name,
                "description": action.description,
                "inputSchema": action.input_schema,
            }
            for action in declaration.actions
        ],
    }


def _action_names(declaration: Declaration) -> list[str]:
    return [action.name for action in declaration.actions]
