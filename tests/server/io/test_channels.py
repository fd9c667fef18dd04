"""What every channel promises, over pipes (both ways of reading), TCP and WebSocket."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

import anyio
import pytest
from anyio.abc import SocketAttribute, SocketStream
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from easel_server.io.channel import MessageChannel, Watermarks
from easel_server.io.descriptors import DescriptorReader, PollingReader, ThreadReader
from easel_server.io.stdio import open_descriptor_channel
from easel_server.io.streams import open_stream_channel
from easel_server.io.websocket import open_websocket_channel
from easel_testing.example_transports import WAIT_SECONDS

MARKS = Watermarks(low=100_000, high=400_000, cap=4_000_000)
BODY = b"x" * 10_000

Pair = tuple[MessageChannel, MessageChannel]


@asynccontextmanager
async def pipe_pair(reader: Callable[[int], DescriptorReader]) -> AsyncIterator[Pair]:
    (a_in, b_out), (b_in, a_out) = os.pipe(), os.pipe()
    async with (
        open_descriptor_channel(reader(a_in), a_out, "a", MARKS) as a,
        open_descriptor_channel(reader(b_in), b_out, "b", MARKS) as b,
    ):
        yield a, b


@asynccontextmanager
async def tcp_pair() -> AsyncIterator[Pair]:
    arrived = anyio.Event()
    ended = anyio.Event()
    accepted: list[SocketStream] = []

    async def keep(stream: SocketStream) -> None:
        accepted.append(stream)
        arrived.set()
        await ended.wait()

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra_attributes[SocketAttribute.local_port]()
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, keep)
        connected = await anyio.connect_tcp("127.0.0.1", port)
        await arrived.wait()
        async with (
            open_stream_channel(accepted[0], accepted[0], "a", MARKS) as a,
            open_stream_channel(connected, connected, "b", MARKS) as b,
        ):
            yield a, b
        ended.set()
        tasks.cancel_scope.cancel()


@asynccontextmanager
async def websocket_pair() -> AsyncIterator[Pair]:
    arrived = anyio.Event()
    ended = anyio.Event()
    far: list[ServerConnection] = []

    async def keep(connection: ServerConnection) -> None:
        far.append(connection)
        arrived.set()
        await ended.wait()

    options: dict[str, Any] = {"compression": None, "ping_interval": None, "close_timeout": 0.1}
    async with serve(keep, "127.0.0.1", 0, **options) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        url = f"ws://127.0.0.1:{port}"
        async with connect(url, max_size=None, proxy=None, **options) as near:
            await arrived.wait()
            async with (
                open_websocket_channel(far[0], "a", MARKS) as a,
                open_websocket_channel(near, "b", MARKS) as b,
            ):
                yield a, b
            ended.set()


@pytest.fixture(params=["polling", "thread", "tcp", "websocket"])
def open_pair(request: pytest.FixtureRequest) -> Callable[[], AbstractAsyncContextManager[Pair]]:
    ways: dict[str, Callable[[], AbstractAsyncContextManager[Pair]]] = {
        "polling": partial(pipe_pair, PollingReader),
        "thread": partial(pipe_pair, ThreadReader),
        "tcp": tcp_pair,
        "websocket": websocket_pair,
    }
    return ways[request.param]


@pytest.fixture
async def pair(
    open_pair: Callable[[], AbstractAsyncContextManager[Pair]],
) -> AsyncIterator[Pair]:
    with anyio.fail_after(WAIT_SECONDS):
        async with open_pair() as pair:
            yield pair


def numbered(number: int) -> bytes:
    return b"%06d" % number + BODY


async def receive(channel: MessageChannel, count: int) -> list[bytes]:
    bodies: list[bytes] = []
    with anyio.fail_after(WAIT_SECONDS):
        while len(bodies) < count:
            incoming = await anext(aiter(channel))
            assert isinstance(incoming, bytes)
            bodies.append(incoming)
    return bodies


async def test_bodies_arrive_whole_and_in_order_both_ways(pair: Pair) -> None:
    a, b = pair
    for number in range(50):
        a.send(numbered(number))
        b.send(numbered(-number))
    assert await receive(b, 50) == [numbered(number) for number in range(50)]
    assert await receive(a, 50) == [numbered(-number) for number in range(50)]


async def test_a_body_larger_than_every_buffer_arrives(pair: Pair) -> None:
    a, b = pair
    body = os.urandom(700_000).hex().encode()
    a.send(body)
    assert await receive(b, 1) == [body]


async def test_a_body_over_the_limit_costs_only_itself(pair: Pair) -> None:
    a, b = pair
    b.limit(2_000)
    sizes = (2_000, 300_000, 10)
    for size in sizes:
        a.send(b"x" * size)

    taken = [await anext(aiter(b)) for _ in sizes]

    shown = [len(item) if isinstance(item, bytes) else item.fault for item in taken]
    assert shown == [2_000, "too-long", 10]
    b.limit(300_000)
    a.send(b"x" * 300_000)
    assert await anext(aiter(b)) == b"x" * 300_000


async def test_a_channel_that_nobody_reads_is_congested_until_it_drained(pair: Pair) -> None:
    a, b = pair
    sent = 0
    while not a.congested:
        a.send(numbered(sent))
        sent += 1
        await anyio.lowlevel.checkpoint()
    assert a.backlog > MARKS.high

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(receive, b, sent)
        with anyio.fail_after(WAIT_SECONDS):
            await a.drained()
    assert [a.congested] == [False]
    assert a.backlog <= MARKS.low


async def test_a_channel_over_the_cap_is_given_up(
    pair: Pair, caplog: pytest.LogCaptureFixture
) -> None:
    a, _ = pair
    for number in range(2 * MARKS.cap // len(BODY)):
        a.send(numbered(number))
    assert a.backlog <= MARKS.cap + 2 * len(BODY)
    assert [incoming async for incoming in a] == []
    assert a.closed
    assert "does not read" in caplog.text
    with anyio.fail_after(WAIT_SECONDS):
        await a.drained()


async def test_a_single_body_over_the_cap_goes_through(pair: Pair) -> None:
    a, b = pair
    body = b"[" + b"1," * MARKS.cap + b"1]"
    a.send(b"{}")
    a.send(body)
    assert [len(received) for received in await receive(b, 2)] == [2, len(body)]


async def test_closing_writes_out_what_waits(pair: Pair) -> None:
    a, b = pair
    received: list[bytes] = []

    async def read() -> None:
        received.extend(await receive(b, 300))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        for number in range(300):
            a.send(numbered(number))
        await a.aclose(flush_seconds=WAIT_SECONDS)
    assert received == [numbered(number) for number in range(300)]
    a.send(b"lost")
    assert a.closed


async def test_closing_does_not_wait_for_an_editor_that_does_not_read(pair: Pair) -> None:
    a, _ = pair
    for number in range(200):
        a.send(numbered(number))
    with anyio.fail_after(WAIT_SECONDS):
        await a.aclose(flush_seconds=0.05)
    assert a.closed


async def test_the_end_of_one_side_ends_the_iteration_of_the_other(pair: Pair) -> None:
    a, b = pair
    a.send(b"last words")
    await a.aclose()
    with anyio.fail_after(WAIT_SECONDS):
        assert [incoming async for incoming in b] == [b"last words"]


async def test_aborting_ends_a_reader_that_waits(pair: Pair) -> None:
    a, _ = pair

    async def give_up() -> None:
        a.abort("the test says so")

    with anyio.fail_after(WAIT_SECONDS):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(give_up)
            assert [incoming async for incoming in a] == []


async def test_writing_to_a_peer_that_is_gone_closes_the_channel(pair: Pair) -> None:
    a, b = pair
    await b.aclose()
    with anyio.fail_after(WAIT_SECONDS):
        while not a.closed:
            a.send(BODY)
            await anyio.sleep(0.001)
