"""What params, results and methods are made of."""

from dataclasses import dataclass

import msgspec

PROTOCOL_VERSION = 1


class Params(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """Base of params and results. Absent and null mean the same; unknown fields are ignored."""


class Empty(Params, frozen=True):
    """Nothing: `{}`."""


class Info(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """Base of shapes that describe something. A field without a default is always sent."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that an editor can make. Its command twin has dots for slashes.

    `aliases`: other names under which it is taken.
    """

    method: str
    params: type[Params]
    result: type[Params]
    summary: str
    errors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """The name under which `workspace/executeCommand` knows it."""
        return self.method.replace("/", ".")


@dataclass(frozen=True, slots=True)
class Notification:
    """A notification that the server sends to an editor that announced itself."""

    method: str
    params: type[Params]
    summary: str
