"""Runs the server for `easel serve`."""

import logging
import os
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final, Literal

import anyio

from easel_server import main as server
from easel_server.cli.errors import CliError, ExitCode
from easel_server.cli.failures import complain, guarded
from easel_server.cli.state import MAX_LOG_BYTES, CommandState, command_state

LogLevel = Literal["debug", "info", "warning", "error"]
DEFAULT_LOG_LEVEL: Final[LogLevel] = "info"
LOG_FORMAT: Final = "%(asctime)s %(levelname)-7s %(process)d %(name)s: %(message)s"

Listen = Callable[..., Coroutine[Any, Any, None]]


def serve_stdio(
    state_directory: Path | None = None, log_level: LogLevel = DEFAULT_LOG_LEVEL
) -> int:
    """Serve the editor that started this process; return the exit code that LSP asks for."""
    return guarded(partial(_serve_stdio, state_directory, log_level))


def serve_tcp(port: int, state_directory: Path | None, log_level: LogLevel) -> int:
    """Serve editors that connect to a TCP port of this machine, until interrupted."""
    return _serve_many(server.serve_tcp, "tcp", port, state_directory, log_level)


def serve_websocket(port: int, state_directory: Path | None, log_level: LogLevel) -> int:
    """Serve editors that connect to a WebSocket of this machine, until interrupted."""
    return _serve_many(server.serve_websocket, "ws", port, state_directory, log_level)


def _serve_stdio(state_directory: Path | None, log_level: LogLevel) -> int:
    state = command_state(state_directory)
    _log_to(state, log_level)
    if sys.stdin.isatty():
        complain("waiting for an editor on stdin. Ctrl-C ends it; `easel serve --help` explains.")
    return anyio.run(server.serve_stdio, state.directory)


def _serve_many(
    listen: Listen, scheme: str, port: int, state_directory: Path | None, log_level: LogLevel
) -> int:
    state = command_state(state_directory)
    _log_to(state, log_level)
    try:
        anyio.run(_listen_and_say_so, listen, scheme, port, state)
    except ExceptionGroup as errors:
        if (refused := errors.subgroup(OSError)) is None:
            raise
        raise CliError(f"Port {port} cannot be used: {_first(refused)}. Try 0.") from errors
    except KeyboardInterrupt:
        return ExitCode.OK
    return ExitCode.OK


async def _listen_and_say_so(listen: Listen, scheme: str, port: int, state: CommandState) -> None:
    async with anyio.create_task_group() as tasks:
        at, token_file = await tasks.start(partial(listen, port, state.directory))
        where = f"{scheme}://127.0.0.1:{at}"
        print(f"Listening on {where}, token in {token_file}", file=sys.stderr, flush=True)


class _LogFile(RotatingFileHandler):
    """A file that cannot be written, as on a full disk, costs its lines: stderr has them, too."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (logging's name)
        """Say nothing; as it is, `logging` prints two tracebacks for each line."""


def _log_to(state: CommandState, level: LogLevel) -> None:
    """Log to stderr, and to the log file unless stderr is that file already."""
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    if not (state.log.exists() and os.path.samestat(os.fstat(2), state.log.stat())):
        state.open_log().close()
        handlers.append(_LogFile(state.log, maxBytes=MAX_LOG_BYTES, backupCount=1))
    logging.basicConfig(level=level.upper(), format=LOG_FORMAT, handlers=handlers)
    if level != "debug":
        logging.getLogger("pygls").setLevel(logging.WARNING)


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
