"""What goes wrong with canvases.

CanvasError                  has a `code`, the discriminator on every wire
├── CanvasRefused            what was asked for does not fit; nothing was done
│   ├── UnknownCanvas        nobody declares such a canvas
│   ├── UnknownInstance      no such canvas is open
│   ├── InvalidInput         the input fails its JSON Schema; names the path
│   └── LimitExceeded        too many or too large
└── ProviderError            the provider failed
    ├── ProviderUnavailable  it is gone, or it did not answer in time
    ├── UrlNotAllowed        it wants to show an address that could do harm
    ├── ActionNotHandled     the action is declared, or not, and nobody does it
    └── ResourceNotFound     there is no such content
"""


class CanvasError(Exception):
    """A failure that the wire can tell. `code` is stable and in snake_case."""

    code = "canvas_error"

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class CanvasRefused(CanvasError):
    """What was asked for does not fit."""

    code = "canvas_refused"


class UnknownCanvas(CanvasRefused):
    """Nobody declares such a canvas, or several do."""

    code = "canvas_not_declared"


class UnknownInstance(CanvasRefused):
    """No such canvas is open."""

    code = "canvas_not_open"


class InvalidInput(CanvasRefused):
    """The input fails its JSON Schema. `path` is where, such as `$.rows[3]`."""

    code = "canvas_invalid_input"

    def __init__(self, message: str, path: str = "$") -> None:
        super().__init__(f"{message} - at `{path}`")
        self.reason = message
        self.path = path


class LimitExceeded(CanvasRefused):
    """Too many or too large."""

    code = "canvas_limit_exceeded"


class ProviderError(CanvasError):
    """The provider failed. Its own `code` is kept."""

    code = "canvas_handler_error"


class ProviderUnavailable(ProviderError):
    """It is gone, or it did not answer in time."""

    code = "canvas_provider_unavailable"


class UrlNotAllowed(ProviderError):
    """It wants to show an address that could do harm."""

    code = "canvas_url_not_allowed"


class ActionNotHandled(ProviderError):
    """Nobody does that."""

    code = "canvas_action_no_handler"

    def __init__(self, name: str) -> None:
        super().__init__(f"The canvas has no action {name!r}.")


class ResourceNotFound(ProviderError):
    """There is no such content."""

    code = "canvas_resource_not_found"

    def __init__(self, path: str) -> None:
        super().__init__(f"The canvas has no content at {path!r}.")
