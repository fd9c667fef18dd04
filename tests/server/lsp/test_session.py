"""The handshake, the token, and what a session knows of its editor."""

import gc
import weakref
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

import anyio
import pytest
from lsprotocol import types

from easel_server.client.connect import connect_tcp
from easel_server.io import jsonrpc
from easel_server.io.channel import MessageChannel
from easel_server.io.jsonrpc import PeerGone, ResponseError
from easel_server.io.serve import serve_tcp
from easel_server.lsp.session import EditorSession
from easel_testing.example_server import EchoRouter, make_session
from easel_testing.example_transports import WAIT_SECONDS, next_message
from easel_testing.lsp_client import RecordingClient

SECRET = "an unguessable token"
Serve = Callable[..., AbstractAsyncContextManager[MessageChannel]]


def quiet(channel: MessageChannel) -> RecordingClient:
    """A client that does not care for the example's greeting."""
    return RecordingClient(channel, noise={"easel/test/opened"})


@pytest.fixture
def sessions() -> list[EditorSession]:
    """The sessions that `serving` has made."""
    return []


@pytest.fixture
def serving(sessions: list[EditorSession]) -> Serve:
    """Run a server in this process and connect to it."""

    @asynccontextmanager
    async def serving(
        make: Callable[[MessageChannel], EditorSession] = make_session,
    ) -> AsyncIterator[MessageChannel]:
        def remember(channel: MessageChannel) -> EditorSession:
            sessions.append(make(channel))
            return sessions[-1]

        async with anyio.create_task_group() as tasks:
            port = await tasks.start(serve_tcp, remember)
            async with connect_tcp("127.0.0.1", port) as channel:
                yield channel
            tasks.cancel_scope.cancel()

    return serving


async def test_the_result_of_initialize_has_what_the_root_adds_and_every_twin(
    serving: Serve,
) -> None:
    async with (
        serving() as channel,
        quiet(channel) as client,
    ):
        capabilities = (await client.initialize())["capabilities"]
    assert capabilities["experimental"] == {"easel": {"protocolVersion": 1}}
    assert capabilities["workspace"]["textDocumentContent"] == {"schemes": ["easel"]}
    assert capabilities["hoverProvider"] is True
    commands = capabilities["executeCommandProvider"]["commands"]
    assert "easel.test.echo" in commands
    assert "test.waitForever" in commands


async def test_a_session_knows_what_its_editor_announced(
    serving: Serve, sessions: list[EditorSession]
) -> None:
    params = {
        "processId": None,
        "clientInfo": {"name": "Test Editor", "version": "1"},
        "capabilities": {"experimental": {"easel": {"protocolVersion": 1, "_meta": {"class": 1}}}},
        "initializationOptions": {"easel": {"defaultAgent": "x"}, "other": [1]},
        "workspaceFolders": [{"uri": "file:///a", "name": "a"}, {"uri": "file:///b", "name": "b"}],
    }
    async with serving() as channel:
        channel.send(jsonrpc.encode_request(1, "initialize", params))
        assert "result" in await next_message(channel)
        opened = await next_message(channel)
    assert opened["params"]["easel"] == {"protocolVersion": 1, "_meta": {"class": 1}}
    announced = sessions[0].announced
    assert announced.initialization_options == params["initializationOptions"]
    assert announced.options == {"defaultAgent": "x"}
    assert announced.process_id is None
    assert announced.workspace_folders == ("file:///a", "file:///b")
    assert sessions[0].peer.startswith("'Test Editor' on tcp port ")


async def test_an_editor_that_announces_nothing_has_no_easel(
    serving: Serve, sessions: list[EditorSession]
) -> None:
    async with (
        serving() as channel,
        quiet(channel) as client,
    ):
        await client.initialize(root_uri="file:///only", process_id=4711)
    assert sessions[0].announced.easel is None
    assert sessions[0].announced.workspace_folders == ("file:///only",)
    assert sessions[0].announced.process_id == 4711


async def test_who_shows_the_token_is_let_in_and_it_is_not_kept_or_logged(
    serving: Serve, sessions: list[EditorSession], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    options = {"easel": {"token": SECRET, "defaultAgent": "x"}}
    async with (
        serving(partial(make_session, token=SECRET)) as channel,
        quiet(channel) as client,
    ):
        await client.initialize(options=options)
    assert sessions[0].announced.initialization_options == {"easel": {"defaultAgent": "x"}}
    assert SECRET not in repr(sessions[0].announced)
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "options",
    [
        None,
        5,
        {},
        {"easel": None},
        {"easel": {"token": None}},
        {"easel": {"token": ""}},
        {"easel": {"token": SECRET[:-1]}},
        {"easel": {"token": [SECRET]}},
        {"easel": {"token": "\ud800"}},
        {"token": SECRET},
    ],
)
async def test_who_does_not_show_the_token_is_refused_and_disconnected(
    serving: Serve, options: Any
) -> None:
    params = {"capabilities": {}, "initializationOptions": options}
    async with serving(partial(make_session, token=SECRET)) as channel:
        channel.send(jsonrpc.encode_request(1, "easel/test/echo", {}))
        assert (await next_message(channel))["error"]["code"] == jsonrpc.SERVER_NOT_INITIALIZED
        channel.send(jsonrpc.encode_request(2, "initialize", params))
        channel.send(jsonrpc.encode_request(3, "initialize", params))
        refused = await next_message(channel)
        assert refused["error"]["data"] == {"kind": "badToken"}
        with anyio.fail_after(WAIT_SECONDS):
            assert [body async for body in channel] == []


async def test_who_says_nothing_is_disconnected_after_a_while(
    serving: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("easel_server.lsp.session.HANDSHAKE_SECONDS", 0.05)
    async with serving(partial(make_session, token=SECRET)) as channel:
        with anyio.fail_after(WAIT_SECONDS):
            assert [body async for body in channel] == []


async def test_standard_features_have_typed_params_and_see_the_open_documents(
    serving: Serve,
) -> None:
    document = {"uri": "file:///a.txt", "languageId": "text", "version": 1, "text": "one"}
    change = {
        "textDocument": {"uri": "file:///a.txt", "version": 2},
        "contentChanges": [{"text": "two"}],
    }
    at = {"textDocument": {"uri": "file:///a.txt"}, "position": {"line": 0, "character": 0}}
    async with (
        serving() as channel,
        quiet(channel) as client,
    ):
        await client.initialize()
        client.notify("textDocument/didOpen", {"textDocument": document})
        client.notify("textDocument/didChange", change)
        hover = await client.request("textDocument/hover", at, timeout=WAIT_SECONDS)
    assert hover == {"contents": "two"}


async def test_handled_notifications_leave_nothing_behind(
    serving: Serve, sessions: list[EditorSession]
) -> None:
    document = {"uri": "file:///a.txt", "languageId": "text", "version": 1, "text": "one"}
    async with (
        serving() as channel,
        quiet(channel) as client,
    ):
        await client.initialize()
        for _ in range(20):
            client.notify("textDocument/didOpen", {"textDocument": document})
            client.notify("textDocument/didClose", {"textDocument": {"uri": document["uri"]}})
        await client.request("test/plainParams", {}, timeout=WAIT_SECONDS)
        assert sessions[0].protocol._request_futures == {}


async def test_a_closed_session_is_forgotten(serving: Serve, sessions: list[EditorSession]) -> None:
    async with (
        serving() as channel,
        quiet(channel) as client,
    ):
        await client.initialize()
    session = weakref.ref(sessions.pop())
    gc.collect()
    assert session() is None


async def test_requests_of_features_reach_the_editor_with_typed_results(serving: Serve) -> None:
    async def configuration(params: Any) -> Any:
        assert params == {"items": [{"section": "easel"}]}
        return [{"_meta": {"class": 1}}]

    async with (
        serving() as channel,
        quiet(channel) as client,
    ):
        client.on_request("workspace/configuration", configuration)
        await client.initialize()
        answer = await client.request("test/ask", {}, timeout=WAIT_SECONDS)
    assert answer == [{"_meta": {"class": 1}}]


async def test_an_answer_of_the_wrong_type_fails_the_feature_that_asked(serving: Serve) -> None:
    async def wrong(params: Any) -> Any:
        return 5

    async with (
        serving() as channel,
        quiet(channel) as client,
    ):
        client.on_request("workspace/configuration", wrong)
        await client.initialize()
        with pytest.raises(ResponseError):
            await client.request("test/ask", {}, timeout=WAIT_SECONDS)


class CuriousRouter(EchoRouter):
    """Asks its editors things from outside of any session's task."""

    def __init__(self) -> None:
        self.opened: list[EditorSession] = []
        self.closed: list[EditorSession] = []

    def session_opened(self, session: EditorSession) -> None:
        self.opened.append(session)

    def session_closed(self, session: EditorSession) -> None:
        self.closed.append(session)


async def test_who_waits_for_an_editor_learns_that_it_left(serving: Serve) -> None:
    router = CuriousRouter()
    edit = types.ApplyWorkspaceEditParams(edit=types.WorkspaceEdit())
    outcomes: list[str] = []

    async def ask_plain() -> None:
        with pytest.raises(PeerGone):
            await router.opened[0].request("easel/test/asked", {}, timeout=WAIT_SECONDS)
        outcomes.append("plain")

    async def ask_typed() -> None:
        with pytest.raises(PeerGone):
            await router.opened[0].workspace_apply_edit_async(edit)
        outcomes.append("typed")

    def make(channel: MessageChannel) -> EditorSession:
        return EditorSession(channel, router, version="0")

    with anyio.fail_after(WAIT_SECONDS):
        async with anyio.create_task_group() as tasks, serving(make) as channel:
            channel.send(jsonrpc.encode_request(1, "initialize", {"capabilities": {}}))
            assert "result" in await next_message(channel)
            tasks.start_soon(ask_plain)
            tasks.start_soon(ask_typed)
            asked = {(await next_message(channel))["method"] for _ in range(2)}
            assert asked == {"easel/test/asked", "workspace/applyEdit"}
    assert sorted(outcomes) == ["plain", "typed"]
    assert router.closed == router.opened
    with pytest.raises(PeerGone):
        await router.opened[0].request("easel/test/asked", {}, timeout=1)


async def test_a_router_that_fails_costs_the_session_nothing(serving: Serve) -> None:
    class FailingRouter(EchoRouter):
        def session_opened(self, session: EditorSession) -> None:
            raise RuntimeError

        def notification(self, session: EditorSession, method: str, params: Any) -> None:
            raise RuntimeError

    def make(channel: MessageChannel) -> EditorSession:
        return EditorSession(channel, FailingRouter(), version="0")

    async with serving(make) as channel, RecordingClient(channel) as client:
        await client.initialize()
        client.notify("easel/test/note", {})
        assert await client.request("easel/test/echo", {}, timeout=WAIT_SECONDS) == {}


async def test_a_request_begins_before_what_follows_it_is_handled(serving: Serve) -> None:
    begun: list[str] = []

    class OrderlyRouter(EchoRouter):
        async def request(self, session: EditorSession, method: str, params: Any) -> Any:
            begun.append(params["name"])
            return await super().request(session, method, params)

        def notification(self, session: EditorSession, method: str, params: Any) -> None:
            begun.append(params["name"])

    def make(channel: MessageChannel) -> EditorSession:
        return EditorSession(channel, OrderlyRouter(), version="0")

    names = [f"message {number}" for number in range(40)]
    async with serving(make) as channel, quiet(channel) as client:
        await client.initialize()
        for number, name in enumerate(names):
            params = {"name": name}
            if number % 2:
                client.notify("easel/test/note", params)
            else:
                channel.send(jsonrpc.encode_request(number + 100, "easel/test/echo", params))
        last = {"name": "last"}
        await client.request("easel/test/echo", last, timeout=WAIT_SECONDS)
    assert begun == [*names, "last"]


async def test_a_malformed_notification_costs_only_itself(opened: MessageChannel) -> None:
    for params in (None, 5, [1], {"textDocument": 5}):
        opened.send(jsonrpc.encode_notification("textDocument/didOpen", params))
        opened.send(jsonrpc.encode_notification("unknown/notification", params))
    opened.send(jsonrpc.encode_notification("easel/test/note", [1]))
    opened.send(jsonrpc.encode({"jsonrpc": "2.0", "id": "nobody asked", "result": 1}))
    opened.send(jsonrpc.encode({"jsonrpc": "2.0", "id": {"a": 1}, "error": {}}))
    opened.send(jsonrpc.encode_request(1, "easel/test/echo", {}))
    assert (await next_message(opened))["error"]["code"] == jsonrpc.INVALID_REQUEST
    assert (await next_message(opened))["id"] == 1


async def test_a_client_that_mixes_up_its_changes_is_asked_for_whole_texts(
    serving: Serve, sessions: list[EditorSession]
) -> None:
    uri = "file:///a%20chat.md"

    def change(version: int, text: str) -> None:
        document = {"uri": uri, "version": version}
        changes = {"textDocument": document, "contentChanges": [{"text": text}]}
        client.notify("textDocument/didChange", changes)

    async with serving() as channel, quiet(channel) as client:
        params = {"processId": None, "clientInfo": {"name": "helix"}, "capabilities": {}}
        result = await client.request("initialize", params, timeout=WAIT_SECONDS)
        assert result["capabilities"]["textDocumentSync"]["change"] == 1
        document = {"uri": uri, "version": 0, "languageId": "markdown", "text": ""}
        client.notify("textDocument/didOpen", {"textDocument": document})
        change(3, "abc")
        change(2, "ab")
        await client.request("easel/test/echo", {}, timeout=WAIT_SECONDS)
        assert sessions[0].workspace.get_text_document(uri).source == "abc"
        change(4, "abcd")
        await client.request("easel/test/echo", {}, timeout=WAIT_SECONDS)
        assert sessions[0].workspace.get_text_document(uri).source == "abcd"
