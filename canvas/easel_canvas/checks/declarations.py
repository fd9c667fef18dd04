"""What a provider declares."""

from collections.abc import Sequence

from easel_canvas.checks.limits import LIMITS
from easel_canvas.checks.schemas import Validators
from easel_canvas.declaration import Action, Declaration
from easel_canvas.errors import CanvasRefused, LimitExceeded
from easel_canvas.model.channels import INSTANCE_ID
from easel_canvas.values import JsonObject


def check_declarations(declarations: Sequence[Declaration], validators: Validators) -> None:
    """Refuse declarations that nobody could use, as a whole.

    Raises:
        CanvasRefused: which one, and what is wrong with it.
    """
    if len(declarations) > LIMITS.declarations:
        raise LimitExceeded(f"more than {LIMITS.declarations} kinds of canvas are declared")
    _unique([declaration.canvas_id for declaration in declarations], "canvasId")
    for declaration in declarations:
        _check_declaration(declaration, validators)


def _check_declaration(declaration: Declaration, validators: Validators) -> None:
    canvas_id = declaration.canvas_id
    if not INSTANCE_ID.fullmatch(canvas_id):
        raise CanvasRefused(f"{canvas_id[:100]!r} is no id of a canvas")
    _short(declaration.title, LIMITS.title_length, f"the title of {canvas_id}")
    _short(declaration.description, LIMITS.description_length, f"the description of {canvas_id}")
    _check_schema(declaration.input_schema, canvas_id, validators)
    if len(declaration.actions) > LIMITS.actions:
        raise LimitExceeded(f"{canvas_id} has more than {LIMITS.actions} actions")
    _unique(
        [action.name for action in declaration.actions], f"the name of an action of {canvas_id}"
    )
    for action in declaration.actions:
        _check_action(action, canvas_id, validators)


def _check_action(action: Action, canvas_id: str, validators: Validators) -> None:
    if not action.name or action.name.startswith("canvas."):
        raise CanvasRefused(f"{action.name[:100]!r} is no name of an action of {canvas_id}")
    _short(action.name, LIMITS.name_length, f"the name of an action of {canvas_id}")
    what = f"{canvas_id}.{action.name}"
    _short(action.description or "", LIMITS.description_length, f"the description of {what}")
    _check_schema(action.input_schema, what, validators)


def _check_schema(schema: JsonObject | None, what: str, validators: Validators) -> None:
    if schema is not None:
        try:
            validators.check_schema(schema)
        except CanvasRefused as error:
            raise CanvasRefused(f"the inputSchema of {what}: {error.message}") from None


def _short(text: str, length: int, what: str) -> None:
    if len(text) > length:
        raise LimitExceeded(f"{what} is longer than {length} characters")


def _unique(names: list[str], what: str) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise CanvasRefused(f"{what} {name[:100]!r} is declared twice")
