"""One process that has connected: its token is checked, then its calls are answered."""

import logging
import socket
from typing import Final

import anyio
import msgspec
from anyio.abc import TaskGroup

from easel_canvas.bridge.admission import Admission, Admissions
from easel_canvas.bridge.news import Changes
from easel_canvas.bridge.peer import is_own_user
from easel_canvas.bridge.wire import (
    GONE,
    MAX_HELLO,
    Answer,
    BadLine,
    Call,
    FromAgent,
    Hello,
    Lines,
    Welcome,
)
from easel_canvas.errors import CanvasError

logger = logging.getLogger(__name__)

HELLO_SECONDS: Final = 5.0
MAX_CONNECTIONS: Final = 4
"""Of one agent: some start an MCP server twice."""
MAX_CALLS: Final = 16
"""Of one connection, at a time."""

_HELLO: Final = msgspec.json.Decoder(Hello)
_FROM_AGENT: Final = msgspec.json.Decoder(FromAgent)


async def serve(lines: Lines, peer: socket.socket, admissions: Admissions) -> None:
    """Serve a connection to its end. Whoever may not come in is cut off, without a word."""
    try:
        admission = await _welcomed(lines, peer, admissions)
        if admission is not None:
            await _Connection(lines, admission).run()
    except (BadLine, *GONE) as error:
        logger.info("somebody connected to the tools of agents, and was no agent: %s", error)
    except Exception:
        logger.exception("the tools of an agent failed")
    finally:
        lines.close()


async def _welcomed(lines: Lines, peer: socket.socket, admissions: Admissions) -> Admission | None:
    if not is_own_user(peer):
        logger.warning("another user tried to use the tools of an agent")
        return None
    with anyio.move_on_after(HELLO_SECONDS) as waiting:
        hello = await lines.receive(_HELLO, MAX_HELLO)
    if waiting.cancelled_caught:
        return None
    admission = admissions.find(hello.token)
    if admission is None or len(admission.connections) >= MAX_CONNECTIONS:
        logger.warning("somebody without a good token tried to use the tools of an agent")
        return None
    await lines.send(Welcome())
    return admission


class _Connection:
    """Reads calls; each is answered by a task of its own, as some wait for a person."""

    def __init__(self, lines: Lines, admission: Admission) -> None:
        self._lines = lines
        self._admission = admission
        self._calls: dict[int, anyio.CancelScope] = {}

    async def run(self) -> None:
        with anyio.CancelScope() as connected:
            self._admission.connections.add(connected)
            try:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(self._tell)
                    await self._read(tasks)
            finally:
                self._admission.connections.discard(connected)

    async def _tell(self) -> None:
        changes = Changes()
        self._admission.followers.add(changes)
        try:
            while True:
                await self._lines.send(await changes.next())
        except GONE:
            logger.debug("the tools of an agent are told nothing any more")
        finally:
            self._admission.followers.discard(changes)

    async def _read(self, tasks: TaskGroup) -> None:
        try:
            while True:
                message = await self._lines.receive(_FROM_AGENT)
                if isinstance(message, Call):
                    await self._take(message, tasks)
                elif message.id in self._calls:
                    self._calls[message.id].cancel()
        except GONE:
            logger.debug("the tools of an agent have disconnected")
        except BadLine as error:
            logger.warning("the tools of an agent are cut off: %s", error)
        finally:
            tasks.cancel_scope.cancel()

    async def _take(self, call: Call, tasks: TaskGroup) -> None:
        if len(self._calls) >= MAX_CALLS or call.id in self._calls:
            await self._lines.send(_refusal(call))
            return
        scope = self._calls[call.id] = anyio.CancelScope()
        tasks.start_soon(self._answer, call, scope)

    async def _answer(self, call: Call, scope: anyio.CancelScope) -> None:
        self._admission.calls.add(scope)
        answer = Answer(call.id, "Stopped: nobody waits for this any more.", "cancelled")
        try:
            with scope:
                answer = await self._use(call)
            await self._lines.send(answer)
        except GONE:
            logger.debug("an agent did not wait for the answer of its tool")
        finally:
            self._admission.calls.discard(scope)
            del self._calls[call.id]

    async def _use(self, call: Call) -> Answer:
        try:
            return Answer(call.id, await self._admission.tools.use(call.name, call.arguments))
        except CanvasError as error:
            return Answer(call.id, error.message, error.code)
        except Exception:
            logger.exception("the tool %s failed", call.name)
            return Answer(call.id, "Easel failed to do this; its log says why.", "internal")


def _refusal(call: Call) -> Answer:
    return Answer(call.id, f"At most {MAX_CALLS} calls at a time.", "canvas_limit_exceeded")
