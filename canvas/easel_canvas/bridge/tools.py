"""The tools that an agent gets: their names, inputs, and what models are told of them."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from msgspec import Meta

from easel_canvas.inputs import Input, schema_of
from easel_canvas.values import JsonObject

INSTRUCTIONS: Final = (
    "Canvases are views beside the chat in the person's editor: documents, tables, charts, "
    "comparisons, plans, forms, pages. Use one when looking at something is better than reading "
    "it in the chat, when a person should choose or fill something in, or when data is large. "
    "`open_canvas` shows one at once; common kinds and their input: `markdown` {text}, `table` "
    "{rows} or {file}, `chart` {spec} (Vega-Lite), `diff` {files: [{path, oldText, newText}]}, "
    "`plan` {entries: [{content, status}]}, `form` {schema, message}, `terminal` {output}, "
    "`image` {file}, `html` {html}. Keep the `instanceId` to change the canvas later instead of "
    "opening another. What a person does in a canvas comes as the result of an action such as "
    "`wait`, or with the person's next message."
)

InstanceId = Annotated[
    str,
    Meta(min_length=1, max_length=128, description="The `instanceId` that `open_canvas` gave."),
]


class ListCapabilities(Input, frozen=True, kw_only=True):
    """Nothing is required."""

    canvas_id: Annotated[
        str | None,
        Meta(description="Only this kind, with the JSON Schemas of its input and its actions."),
    ] = None


class OpenCanvas(Input, frozen=True, kw_only=True):
    """A canvas to show."""

    canvas_id: Annotated[str, Meta(description="The kind, such as `markdown` or `table`.")]
    input: Annotated[
        dict[str, Any] | None,
        Meta(description="What to show; `list_canvas_capabilities` has the schema of each kind."),
    ] = None
    instance_id: Annotated[
        str | None,
        Meta(
            description="A name of your own for the canvas (letters, digits, `.`, `_`, `-`). If it "
            "is open already it comes to the front with the new input."
        ),
    ] = None
    extension_id: Annotated[
        str | None, Meta(description="Who shows it; only needed if several show that kind.")
    ] = None


class InvokeAction(Input, frozen=True, kw_only=True):
    """An action of an open canvas."""

    instance_id: InstanceId
    action_name: Annotated[str, Meta(description="One of the actions that its kind has.")]
    input: Annotated[
        dict[str, Any] | None, Meta(description="The input of the action, by its schema.")
    ] = None


class UpdateCanvas(Input, frozen=True, kw_only=True):
    """News for an open canvas."""

    instance_id: InstanceId
    input: Annotated[
        dict[str, Any] | None,
        Meta(
            description="The fields of the input that are different now; the others stay. Null "
            "takes a field away."
        ),
    ] = None
    title: Annotated[str | None, Meta(description="Another title.")] = None
    status: Annotated[
        str | None, Meta(description="A short line on its state, such as `3 of 5 done`.")
    ] = None


class CloseCanvas(Input, frozen=True, kw_only=True):
    """A canvas that is not needed any more."""

    instance_id: InstanceId


class ReadText(Input, frozen=True, kw_only=True):
    """An open canvas as text."""

    instance_id: InstanceId


LIST_OPEN: Final = "list_open"
READ_TEXT: Final = "read_text"
"""Not tools, but what the resources of the MCP server are made of."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, as it is announced."""

    name: str
    title: str
    description: str
    input: type[Input]
    reads_only: bool = False

    @property
    def input_schema(self) -> JsonObject:
        """Its JSON Schema, without `null`: not every API of a model knows it as a type."""
        schema = schema_of(self.input)
        properties = schema["properties"]
        return {
            "type": "object",
            "properties": {name: _without_null(field) for name, field in properties.items()},
            "required": schema["required"],
            "additionalProperties": False,
        }


def _without_null(field: JsonObject) -> JsonObject:
    type_ = field.get("type")
    kept = {key: value for key, value in field.items() if key != "default"}
    return {**kept, "type": type_[0]} if isinstance(type_, list) else kept


TOOLS: Final = (
    Tool(
        "list_canvas_capabilities",
        "List canvases",
        "List which kinds of canvas can be shown to the person, and which canvases are open. Name "
        "a `canvasId` to get the JSON Schemas of its input and of its actions.",
        ListCapabilities,
        reads_only=True,
    ),
    Tool(
        "open_canvas",
        "Open a canvas",
        "Show a canvas to the person, beside the chat. Returns its `instanceId`. If the input does "
        "not fit, the error says where.",
        OpenCanvas,
    ),
    Tool(
        "invoke_canvas_action",
        "Act on a canvas",
        "Do an action of an open canvas and get its result: such as `wait` for the answer to a "
        "`form`, or `sort`, `filter` and `page` of a `table`. `list_canvas_capabilities` lists "
        "the actions of each kind.",
        InvokeAction,
    ),
    Tool(
        "update_canvas",
        "Update a canvas",
        "Change what an open canvas shows, in place. Use it for a plan that progresses or a "
        "document that grows, instead of opening another canvas.",
        UpdateCanvas,
    ),
    Tool(
        "close_canvas",
        "Close a canvas",
        "Close a canvas that the person does not need any more.",
        CloseCanvas,
    ),
)
