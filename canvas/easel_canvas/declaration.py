"""What a provider says that it can show."""

from easel_canvas.values import CanvasId, JsonObject, Shape


class Action(Shape, frozen=True):
    """Something that can be done with an open canvas, by an agent or a person.

    `name` is unique in its declaration. `input_schema` is the JSON Schema of the action's input.
    """

    name: str
    description: str | None = None
    input_schema: JsonObject | None = None


class Declaration(Shape, frozen=True):
    """A kind of canvas.

    `description` is read by models: it says when to open the canvas and what its input means.
    `input_schema` is the JSON Schema of the input, which is always an object; without one every
    object will do.
    """

    canvas_id: CanvasId
    title: str
    description: str
    input_schema: JsonObject | None = None
    actions: tuple[Action, ...] = ()

    def action(self, name: str) -> Action | None:
        """The action of that name."""
        return next((action for action in self.actions if action.name == name), None)
