"""What is asked of a session of canvases."""

from dataclasses import dataclass

from easel_canvas.checks.limits import LIMITS
from easel_canvas.errors import CanvasRefused
from easel_canvas.model.channels import INSTANCE_ID
from easel_canvas.values import CanvasId, InstanceId, Json, ProviderId


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """Show a canvas.

    `provider_id` is needed only where several providers show that kind. An `instance_id` that is
    open brings that canvas to the front and shows the input in it; without one there is a new
    canvas. `input_` None: the input it has, or an empty one.
    """

    canvas_id: CanvasId
    provider_id: ProviderId | None = None
    instance_id: InstanceId | None = None
    input_: Json = None


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """Show something else in an open canvas. None: as it is."""

    input_: Json = None
    title: str | None = None
    status: str | None = None


def check_instance_id(instance_id: InstanceId) -> None:
    """Refuse what cannot be the id of an instance.

    Raises:
        CanvasRefused: it has other characters than letters, digits, dots, dashes and underscores.
    """
    if not INSTANCE_ID.fullmatch(instance_id):
        text = f"{instance_id[:100]!r} is no instanceId: up to {LIMITS.name_length} of A-Za-z0-9._-"
        raise CanvasRefused(text, "canvas_invalid_instance_id")
