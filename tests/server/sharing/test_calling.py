"""How one server reaches another: over a socket of the user's own, else over loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest

from easel_conversation.ids import ConversationId
from easel_server.sharing import address as addresses
from easel_server.sharing.address import Address, parse
from easel_server.sharing.asking import asked
from easel_server.sharing.door import Caller, Door
from easel_server.sharing.messages import Ask

ASK = Ask(ConversationId("c"), "owner", 1, force=False)
LONG = "a-folder-with-a-name-that-is-longer-than-any-socket-may-be-called-" * 2


@asynccontextmanager
async def door(state_dir: Path) -> AsyncIterator[tuple[str, list[Ask]]]:
    """A server that yields whatever it is asked for: where, and what it was asked."""
    heard: list[Ask] = []
    gone = anyio.Event()

    async def serve(caller: Caller) -> None:
        heard.append(caller.ask)
        await caller.answer("going")
        await caller.answer("yielded")
        await caller.gone()
        gone.set()

    async with anyio.create_task_group() as tasks:
        address = Door(tasks, state_dir, serve).open()
        assert address is not None
        yield address, heard
        if heard:
            await gone.wait()
        tasks.cancel_scope.cancel()


@pytest.fixture(params=["unix", "unix, far down", "tcp"])
def state_dir(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A state folder; in the last case the system has no Unix sockets."""
    if request.param == "tcp":
        monkeypatch.setattr(addresses, "_new_path", lambda _: None)
    return tmp_path / LONG if "far" in request.param else tmp_path


async def test_who_is_asked_answers(state_dir: Path) -> None:
    async with door(state_dir) as (address, heard), asked(address, ASK) as outcome:
        assert outcome == "yielded"
        assert heard[0].conversation_id == "c"


async def test_nobody_is_let_in_without_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_new_path", lambda _: None)
    async with door(tmp_path) as (address, heard):
        port = address.split(":")[1]
        async with asked(f"tcp:{port}:guessed", ASK) as outcome:
            assert outcome == "unreachable"
    assert heard == []


async def test_a_socket_that_was_left_behind_is_nobodys(tmp_path: Path) -> None:
    listening, address = addresses.bind(tmp_path)
    listening.close()
    async with asked(str(address), ASK) as outcome:
        assert outcome == "unreachable"


@pytest.mark.parametrize(
    "answer", [b"", b"\n", b"{}\n", b'{"reply": "sure"}\n', b"x" * 10_000, b"[" * 4000 + b"\n"]
)
async def test_an_answer_that_is_none_is_as_good_as_nobody(tmp_path: Path, answer: bytes) -> None:
    listening, address = addresses.bind(tmp_path)

    async def babble(stream: anyio.abc.SocketStream) -> None:
        async with stream:
            await stream.receive()
            if answer:
                await stream.send(answer)

    async with anyio.create_task_group() as tasks:
        listener = await anyio.abc.SocketListener.from_socket(listening)
        tasks.start_soon(listener.serve, babble)
        async with asked(str(address), ASK) as outcome:
            assert outcome == "unreachable"
        tasks.cancel_scope.cancel()
    await listener.aclose()


@pytest.mark.parametrize(
    "address", [Address(path=Path("/run/x.sock")), Address(port=4711, token="secret")]
)
def test_an_address_is_read_as_it_was_written(address: Address) -> None:
    assert parse(str(address)) == address


@pytest.mark.parametrize(
    "text", ["", "unix:", "tcp:", "tcp:0:x", "tcp:70000:x", "tcp:-1:x", "http://x", "\x00"]
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("address", [None, "", "unix:/nowhere/at/all", "unix:\x00", "tcp:1:x"])
async def test_where_nobody_can_be_asked_nobody_is(address: str | None) -> None:
    async with asked(address, ASK) as outcome:
        assert outcome == "unreachable"
