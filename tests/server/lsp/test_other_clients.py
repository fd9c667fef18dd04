"""Clients that others wrote get along with our I/O."""

from typing import Any

import anyio
import pytest_lsp
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from easel_testing.example_transports import EXAMPLE_COMMAND, WAIT_SECONDS, Transport

URI = "file:///a.txt"


async def connect(client: LanguageClient, transport: Transport, port: int) -> None:
    if transport == "stdio":
        await client.start_io(*EXAMPLE_COMMAND, "stdio")
    elif transport == "tcp":
        await client.start_tcp("127.0.0.1", port)
    else:
        await client.start_ws("127.0.0.1", port)


async def test_the_client_of_pygls_works_on_every_transport(
    transport: Transport, port: int
) -> None:
    client = LanguageClient("test", "0")
    notes: list[Any] = []

    @client.feature("easel/test/note")  # type: ignore[untyped-decorator]
    def note(params: Any) -> None:
        notes.append(params)

    with anyio.fail_after(WAIT_SECONDS):
        await connect(client, transport, port)
        await client.initialize_async(types.InitializeParams(types.ClientCapabilities()))
        client.initialized(types.InitializedParams())
        document = types.TextDocumentItem(URI, "text", 1, "the text")
        client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        client.protocol.notify("easel/test/note", {"a": 1})
        at = types.HoverParams(types.TextDocumentIdentifier(URI), types.Position(0, 0))
        hover = await client.text_document_hover_async(at)
        twin = types.ExecuteCommandParams("easel.test.echo", arguments=[{"b": 2}])
        echoed = await client.workspace_execute_command_async(twin)
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()  # type: ignore[no-untyped-call]
    assert hover is not None
    assert hover.contents == "the text"
    assert echoed == {"b": 2}
    assert [note.a for note in notes] == [1]


async def test_the_client_of_pytest_lsp_works() -> None:
    client = pytest_lsp.make_test_lsp_client()
    with anyio.fail_after(WAIT_SECONDS):
        await client.start_io(*EXAMPLE_COMMAND, "stdio")
        capabilities = pytest_lsp.client_capabilities("visual-studio-code")
        result = await client.initialize_session(types.InitializeParams(capabilities))
        assert result.capabilities.hover_provider
        await client.shutdown_session()
