"""The params of the requests that an ACP client serves, as ACP 1 defines them.

Unknown fields, `_meta` among them, are ignored; null is what is absent.
"""

from typing import Annotated

import msgspec

Uint32 = Annotated[int, msgspec.Meta(ge=0, lt=2**32)]
Uint = Annotated[int, msgspec.Meta(ge=0)]


class _Params(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """What every request has: the session, which the connection has used to route it here."""

    session_id: str


class ReadTextFile(_Params, frozen=True):
    """`fs/read_text_file`: *line* is 1-based, *limit* a number of lines."""

    path: str
    line: Uint32 | None = None
    limit: Uint32 | None = None


class WriteTextFile(_Params, frozen=True):
    """`fs/write_text_file`."""

    path: str
    content: str


class EnvVariable(msgspec.Struct, frozen=True):
    """One variable for a command."""

    name: str
    value: str


class CreateTerminal(_Params, frozen=True):
    """`terminal/create`: *cwd* is absolute, *output_byte_limit* what to keep of the output."""

    command: str
    args: list[str] | None = None
    env: list[EnvVariable] | None = None
    cwd: str | None = None
    output_byte_limit: Uint | None = None


class OfTerminal(_Params, frozen=True):
    """`terminal/output`, `terminal/wait_for_exit`, `terminal/kill` and `terminal/release`."""

    terminal_id: str
