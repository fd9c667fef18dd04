"""A small server for the tests: the product's session and I/O with a router that echoes.

    python example_server.py stdio|tcp|websocket

Over TCP and WebSocket it prints its port, and it ends when its standard input does.
"""

import asyncio
import sys
from functools import partial
from pathlib import Path
from typing import Any

import anyio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from easel_server.io.channel import MessageChannel, Watermarks
from easel_server.io.framing import MEBIBYTE
from easel_server.io.jsonrpc import ResponseError
from easel_server.io.serve import serve_stdio, serve_tcp, serve_websocket
from easel_server.lsp.session import EditorSession

WATERMARKS = Watermarks(low=64 * 1024, high=256 * 1024, cap=8 * MEBIBYTE)


class EchoRouter:
    """Answers with what it got, and does what tests need to see."""

    methods = (
        "easel/test/echo",
        "easel/test/fail",
        "easel/test/failWithCode",
        "easel/test/flood",
        "easel/test/sleep",
        "easel/test/touch",
        "easel/test/unencodable",
        "easel/test/callback",
    )

    async def request(self, session: EditorSession, method: str, params: dict[str, Any]) -> Any:
        match method.rpartition("/")[2]:
            case "echo":
                return params
            case "fail":
                raise RuntimeError("a secret detail")
            case "failWithCode":
                raise ResponseError(
                    -33001, "No such conversation", {"kind": "conversationNotFound"}
                )
            case "flood":
                return flood(session, params["count"], params["size"])
            case "sleep":
                Path(params["started"]).touch()
                try:
                    await anyio.sleep_forever()
                finally:
                    Path(params["ended"]).touch()
            case "touch":
                Path(params["path"]).touch()
                return {"backlog": session.channel.backlog}
            case "callback":
                return await session.request(params["method"], params["params"], timeout=10)
            case "unencodable":
                return {"value": object()}

    def notification(self, session: EditorSession, method: str, params: dict[str, Any]) -> None:
        session.notify(method, params)

    def session_opened(self, session: EditorSession) -> None:
        print("a stray line that must not get between the frames")  # noqa: T201
        session.notify("easel/test/opened", {"easel": session.announced.easel})

    def session_closed(self, session: EditorSession) -> None:
        """Nothing to release."""


def flood(session: EditorSession, count: int, size: int) -> dict[str, Any]:
    """Send `count` numbered notifications of about `size` bytes without looking at the backlog."""
    for number in range(count):
        session.notify("easel/test/flooded", {"number": number, "text": "x" * size})
    return {"backlog": session.channel.backlog, "congested": session.channel.congested}


def add_capabilities(session: EditorSession, result: types.InitializeResult) -> None:
    result.capabilities.experimental = {"easel": {"protocolVersion": 1}}
    assert isinstance(result.capabilities.workspace, types.WorkspaceOptions)
    result.capabilities.workspace.text_document_content = types.TextDocumentContentOptions(
        schemes=["easel"]
    )


def make_session(channel: MessageChannel, token: str | None = None) -> EditorSession:
    """Make a session with a few standard features beside the router."""
    session = EditorSession(
        channel, EchoRouter(), version="0", token=token, complete=add_capabilities
    )

    add_features(session)
    return session


def add_features(session: EditorSession) -> None:
    """Register what a plain pygls server would have."""

    @session.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover:
        document = session.workspace.get_text_document(params.text_document.uri)
        return types.Hover(contents=document.source)

    @session.feature("test/plainParams")
    async def plain(params: Any) -> Any:
        return params

    @session.feature("test/inThread")
    @session.thread()
    def in_thread(params: Any) -> str:
        return "the loop's thread" if in_loop_thread() else "a thread"

    @session.feature("test/ask")
    async def ask(params: Any) -> Any:
        configuration = types.ConfigurationParams(items=[types.ConfigurationItem(section="easel")])
        return await session.workspace_configuration_async(configuration)

    @session.command("test.waitForever")
    async def wait_forever() -> None:
        await anyio.sleep_forever()

    @session.command("test.echo")
    def echo(argument: Any) -> Any:
        return argument

    add_failing_features(session)


def add_failing_features(session: EditorSession) -> None:
    """Register features that fail in every way."""

    @session.feature("test/fail")
    def fail(params: Any) -> None:
        raise RuntimeError("a secret detail")

    @session.feature("test/failAsync")
    async def fail_async(params: Any) -> None:
        raise RuntimeError("a secret detail")

    @session.feature("test/failInThread")
    @session.thread()
    def fail_in_thread(params: Any) -> None:
        raise RuntimeError("a secret detail")

    @session.feature("test/failWithCode")
    async def fail_with_code(params: Any) -> None:
        raise ResponseError(-33001, "No such conversation")

    @session.feature("test/failWithPyglsCode")
    def fail_with_pygls_code(params: Any) -> None:
        raise JsonRpcException("Not now", code=-32803)

    @session.feature("test/unencodable")
    def unencodable(params: Any) -> Any:
        return object()


def in_loop_thread() -> bool:
    """Whether an event loop runs in this thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def main() -> int:
    transport = sys.argv[1]
    if transport == "stdio":
        return await serve_stdio(make_session, WATERMARKS)
    serve = {"tcp": serve_tcp, "websocket": serve_websocket}[transport]
    async with anyio.create_task_group() as tasks:
        port = await tasks.start(partial(serve, make_session, watermarks=WATERMARKS))
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await anyio.to_thread.run_sync(sys.stdin.read)
        tasks.cancel_scope.cancel()
    return 0


if __name__ == "__main__":
    sys.exit(anyio.run(main))
