"""An open canvas as it outlives the server."""

from typing import Annotated

from msgspec import Meta

from easel_conversation.values import JsonObject, Shape


class KeptCanvas(Shape, frozen=True):
    """What is needed to show a canvas again. Its address and its status are not kept."""

    instance_id: Annotated[str, Meta(description="Unique in its conversation.")]
    canvas_id: Annotated[str, Meta(description="The kind of canvas.")]
    extension_id: Annotated[str, Meta(description="Who shows it.")]
    input: Annotated[JsonObject, Meta(description="What it shows.")]
    extension_name: Annotated[str | None, Meta(description="Who shows it, for people.")] = None
    display_name: Annotated[str | None, Meta(description="The kind, for people.")] = None
    title: str | None = None
    client_id: Annotated[
        str | None, Meta(description="The editor that shows it, if it is one.")
    ] = None
