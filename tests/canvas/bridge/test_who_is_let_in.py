"""Only the agent of a conversation comes in, and only to its own canvases."""

import logging
import os
import socket
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from easel_canvas.bridge import connection as serving
from easel_canvas.bridge.listener import Transport
from easel_canvas.bridge.place import MAX_PATH
from easel_canvas.bridge.wire import MAX_HELLO, MAX_LINE
from easel_testing.bridge import Bridge, bridge, hello, raw


@pytest.fixture(params=["unix", "tcp"])
async def agents(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Bridge]:
    """Over both transports; the second is for systems without Unix sockets."""
    transport: Transport = request.param
    async with bridge(tmp_path, transport) as listening:
        yield listening


async def test_an_agent_opens_a_canvas_in_its_conversation_alone(agents: Bridge) -> None:
    async with agents.agent("c1") as one, agents.agent("c2") as other:
        assert one.address == other.address
        async with (
            raw(one.address, one.admission.token) as first,
            raw(other.address, other.admission.token) as second,
        ):
            await first.call(1, "open_canvas", canvasId="markdown", input={"text": "mine"})
            assert (await first.hear())["value"]["instanceId"] == "markdown-1"
            assert await first.hear_anything() == {"type": "changed"}
            await second.call(1, "list_open")
            assert (await second.hear())["value"] == []
            await second.call(2, "read_text", instanceId="markdown-1")
            assert (await second.hear())["code"] == "canvas_not_open"
            assert second.news == []


@pytest.mark.parametrize(
    "first_line",
    [
        hello("forged"),
        hello(""),
        hello("x" * (MAX_HELLO + 1)),
        b"GET / HTTP/1.1",
        b'{"type": "call", "id": 1, "name": "list_open", "arguments": {}}',
        b"\xff\xfe",
        b"",
    ],
)
async def test_a_forged_token_and_any_other_word_are_cut_off_without_an_answer(
    first_line: bytes, agents: Bridge
) -> None:
    async with agents.agent() as agent, raw(agent.address) as stranger:
        await stranger.say(first_line)
        assert await stranger.cut_off()
        async with raw(agent.address, agent.admission.token) as welcome:
            await welcome.call(1, "list_open")
            assert (await welcome.hear())["value"] == []


async def test_a_token_is_worthless_after_the_agent_and_its_connections_are_cut(
    agents: Bridge,
) -> None:
    async with agents.agent() as former:
        connected = raw(former.address, former.admission.token)
        connection = await connected.__aenter__()
    assert await connection.cut_off()
    await connected.__aexit__(None, None, None)

    async with agents.agent() as agent, raw(agent.address) as stranger:
        await stranger.say(hello(former.admission.token))
        assert await stranger.cut_off()


async def test_who_says_nothing_is_not_waited_for(
    agents: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "HELLO_SECONDS", 0.05)
    async with agents.agent() as agent, raw(agent.address) as silent:
        assert await silent.cut_off()


async def test_one_token_is_good_for_a_few_connections_only(agents: Bridge) -> None:
    async with agents.agent() as agent, anyio.create_task_group() as tasks:
        for _ in range(serving.MAX_CONNECTIONS):
            tasks.start_soon(_stay, agent.address, agent.admission.token)
        while len(agent.admission.connections) < serving.MAX_CONNECTIONS:
            await anyio.lowlevel.checkpoint()
        async with raw(agent.address) as one_more:
            await one_more.say(hello(agent.admission.token))
            assert await one_more.cut_off()
        tasks.cancel_scope.cancel()


async def _stay(address: str, token: str) -> None:
    async with raw(address, token):
        await anyio.sleep_forever()


@pytest.mark.linux
async def test_a_process_of_another_user_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bridge(tmp_path) as agents, agents.agent() as agent:
        monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
        async with raw(agent.address) as stranger:
            await stranger.say(hello(agent.admission.token))
            assert await stranger.cut_off()


@pytest.mark.parametrize("directory", ["run", "x" * MAX_PATH])
async def test_the_socket_lies_where_only_this_user_can_go_and_is_removed(
    directory: str, tmp_path: Path
) -> None:
    async with bridge(tmp_path / directory) as agents, agents.agent() as agent:
        at = Path(agent.address.removeprefix("unix:"))
        assert stat.S_IMODE(at.stat().st_mode) == 0o600
        assert stat.S_IMODE(at.parent.stat().st_mode) == 0o700
        assert len(os.fsencode(at)) <= MAX_PATH
    assert not at.exists()


async def test_a_directory_that_is_a_link_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ExceptionGroup) as failed:
        async with bridge(tmp_path / "run") as agents, agents.agent():
            pytest.fail("it was used")
    assert failed.group_contains(PermissionError)


async def test_what_a_killed_server_left_is_removed_and_a_live_socket_is_not(
    tmp_path: Path,
) -> None:
    dead = tmp_path / "1-dead.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(dead))
    os.utime(dead, (0, 0))
    async with bridge(tmp_path) as first, first.agent() as live:
        at = Path(live.address.removeprefix("unix:"))
        os.utime(at, (0, 0))
        async with bridge(tmp_path) as second, second.agent():
            assert not dead.exists()
            assert at.exists()


async def test_the_token_is_in_no_log_and_no_representation(
    agents: Bridge, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with agents.agent() as agent:
        token = agent.admission.token
        async with raw(agent.address, token) as connection:
            await connection.call(1, "open_canvas", canvasId="nope")
            await connection.hear()
        async with raw(agent.address) as stranger:
            await stranger.say(hello(token) + b" garbage")
            await stranger.cut_off()
    assert token not in caplog.text
    assert token not in repr((agent, agent.admission))


async def test_a_line_without_end_and_garbage_cost_the_connection_and_nothing_else(
    agents: Bridge,
) -> None:
    async with agents.agent() as agent:
        for garbage in (b"x" * (MAX_LINE + 10), b"nonsense", b'{"type": "call"}', b"[]"):
            async with raw(agent.address, agent.admission.token) as bad:
                await bad.say(garbage)
                assert await bad.cut_off()
        async with raw(agent.address, agent.admission.token) as good:
            await good.call(1, "list_open")
            assert (await good.hear())["value"] == []


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(line=st.binary(max_size=200).filter(lambda line: b"\n" not in line))
async def test_whatever_comes_first_the_listener_stays(line: bytes, tmp_path: Path) -> None:
    async with bridge(tmp_path) as agents, agents.agent() as agent:
        async with raw(agent.address) as stranger:
            await stranger.say(line)
            assert await stranger.cut_off()
        async with raw(agent.address, agent.admission.token):
            pass
