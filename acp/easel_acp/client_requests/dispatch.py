"""From ACP's methods to files and terminals, and from their answers and errors back."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec

from easel_acp.client_requests.params import (
    CreateTerminal,
    OfTerminal,
    ReadTextFile,
    WriteTextFile,
)
from easel_acp.client_requests.refusal import INVALID_PARAMS, RefusalError
from easel_acp.connection.errors import RequestRefused
from easel_acp.files.access import FileAccess
from easel_acp.terminals.registry import TerminalRegistry
from easel_acp.terminals.values import ExitStatus, TerminalId

Result = dict[str, Any]
Params = TypeVar("Params")


class ClientRequests:
    """What one conversation serves its agent: the methods `fs/*` and `terminal/*` of ACP 1.

    Knows nothing of sessions: route a request here by its `sessionId`.
    """

    def __init__(self, files: FileAccess, terminals: TerminalRegistry) -> None:
        self._files = files
        self._terminals = terminals
        self._methods: dict[str, Callable[[dict[str, Any]], Awaitable[Result]]] = {
            "fs/read_text_file": self._read_text_file,
            "fs/write_text_file": self._write_text_file,
            "terminal/create": self._create_terminal,
            "terminal/output": self._terminal_output,
            "terminal/wait_for_exit": self._wait_for_terminal_exit,
            "terminal/kill": self._kill_terminal,
            "terminal/release": self._release_terminal,
        }

    async def handle(self, method: str, params: dict[str, Any]) -> Result:
        """Do what the agent asks and return the result as ACP shapes it.

        Safe to cancel: what was only waited for goes on, what was being made is not left behind.

        Raises:
            RequestRefused: with the code, message and data for the agent.
        """
        serve = self._methods.get(method)
        if serve is None:
            raise RequestRefused.unknown_method(method)
        try:
            return await serve(params)
        except RefusalError as refusal:
            raise RequestRefused(*refusal.acp_error()) from refusal

    async def _read_text_file(self, params: dict[str, Any]) -> Result:
        asked = _checked(params, ReadTextFile)
        content = await self._files.read_text_file(asked.path, asked.line, asked.limit)
        return {"content": content}

    async def _write_text_file(self, params: dict[str, Any]) -> Result:
        asked = _checked(params, WriteTextFile)
        await self._files.write_text_file(asked.path, asked.content)
        return {}

    async def _create_terminal(self, params: dict[str, Any]) -> Result:
        asked = _checked(params, CreateTerminal)
        terminal_id = await self._terminals.create(
            asked.command,
            asked.args or (),
            env={variable.name: variable.value for variable in asked.env or ()},
            cwd=asked.cwd,
            output_byte_limit=asked.output_byte_limit,
        )
        return {"terminalId": terminal_id}

    async def _terminal_output(self, params: dict[str, Any]) -> Result:
        output = self._terminals.output(_terminal_of(params))
        status = output.exit_status
        return {
            "output": output.output,
            "truncated": output.truncated,
            "exitStatus": None if status is None else _exit_status(status),
        }

    async def _wait_for_terminal_exit(self, params: dict[str, Any]) -> Result:
        return _exit_status(await self._terminals.wait_for_exit(_terminal_of(params)))

    async def _kill_terminal(self, params: dict[str, Any]) -> Result:
        await self._terminals.kill(_terminal_of(params))
        return {}

    async def _release_terminal(self, params: dict[str, Any]) -> Result:
        await self._terminals.release(_terminal_of(params))
        return {}


def _checked(params: dict[str, Any], shape: type[Params]) -> Params:
    """*params* in their *shape*; the error names the field, as in `$.env[0].value`."""
    try:
        return msgspec.convert(params, shape)
    except msgspec.ValidationError as error:
        raise RequestRefused(
            INVALID_PARAMS, f"Invalid params: {error}", {"kind": "invalidParams"}
        ) from error


def _terminal_of(params: dict[str, Any]) -> TerminalId:
    return TerminalId(_checked(params, OfTerminal).terminal_id)


def _exit_status(status: ExitStatus) -> Result:
    return {"exitCode": status.exit_code, "signal": status.signal}
