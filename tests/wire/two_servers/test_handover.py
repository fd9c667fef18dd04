"""Two living servers, one conversation: asked for, given while idle, kept while busy."""

import json
from pathlib import Path

import anyio
import pytest

from easel_server.io.jsonrpc import ResponseError
from easel_server.sharing.address import Address, connect
from easel_testing.agents import ScriptedAgent, alive, wait_until_gone
from easel_testing.easel_client import EaselClient, Json
from easel_testing.sharing import folder_of, killed, server_on, stopped


def address_of(directory: Path, conversation: str) -> Path:
    """The socket of the server that owns the conversation."""
    side = json.loads((folder_of(directory, conversation) / "easel_lease.json").read_text())
    kind, _, path = side["owner_address"].partition(":")
    assert kind == "unix"
    return Path(path)


async def test_an_idle_holder_hands_over_and_observes(
    first: EaselClient, second: EaselClient, agent: ScriptedAgent
) -> None:
    conversation = await first.conversation()
    await first.prompt(conversation, "say one")
    (pid,) = agent.journal().pids()
    await second.open(conversation)

    taken = await second.ask("lease/take", conversationId=conversation)

    assert (taken["lease"]["ours"], taken["lease"]["generation"]) == (True, 2)
    assert not alive(pid)
    change = await first.lease_change(conversation, "taken")
    assert (change["access"], change["lease"]["ownerPid"]) == ("observer", second.pid)
    own = await second.lease_change(conversation, "taken")
    assert (own["access"], own["lease"]["ours"]) == ("owner", True)
    await second.prompt(conversation, "say two")
    await first.until(lambda: first.text(conversation) == "onetwo")
    assert agent.journal().prompts() == ["say one", "say two"]


async def test_a_conversation_goes_back_and_forth(first: EaselClient, second: EaselClient) -> None:
    conversation = await first.conversation()
    await second.open(conversation)
    for number in range(3):
        await first.prompt(conversation, f"say {number}")
        await second.ask("lease/take", conversationId=conversation)
        await first.lease_change(conversation, "taken")
        await second.lease_change(conversation, "taken")
        await second.prompt(conversation, f"say {number}")
        await first.ask("lease/take", conversationId=conversation)
        await first.lease_change(conversation, "taken")
        await second.lease_change(conversation, "taken")
    await first.until(lambda: first.text(conversation) == "001122")
    await second.until(lambda: second.text(conversation) == "001122")


@pytest.mark.parametrize("what", ["a turn", "a prompt that waits"])
async def test_a_busy_holder_keeps_its_conversation(
    first: EaselClient, second: EaselClient, what: str
) -> None:
    conversation = await first.conversation()
    if what == "a turn":
        await first.start(conversation, "say half\nhang")
        await first.event(conversation, "message")
    else:
        await first.prompt(conversation, "say later", run=False)

    error = await second.refused("lease/take", conversationId=conversation)

    assert (error.code, error.data["kind"], error.data["reason"]) == (-33002, "leaseHeld", "busy")
    assert error.data["ownerPid"] == first.pid
    assert "at work" in str(error)
    still = await first.ask("lease/get", conversationId=conversation)
    assert still["lease"]["ours"] is True


async def test_force_ends_the_agent_of_a_busy_holder_and_loses_no_word(
    first: EaselClient, second: EaselClient, agent: ScriptedAgent
) -> None:
    conversation = await first.conversation()
    turn = await first.start(conversation, "say half\nhang")
    await first.until(lambda: first.text(conversation) == "half")
    (pid,) = agent.journal().pids()

    await second.ask("lease/take", conversationId=conversation, force=True)
    await second.open(conversation)

    assert not alive(pid)
    assert second.text(conversation) == "half"
    assert (await second.ended(conversation, turn))["reason"] == "orphaned"
    notice = await second.event(conversation, "notice")
    assert (notice["level"], str(first.pid) in notice["text"]) == ("warning", True)
    lost = await first.lease_change(conversation, "lost")
    assert lost["lease"]["ownerPid"] == second.pid
    await second.lease_change(conversation, "taken")
    assert (await first.ended(conversation, turn))["reason"] == "orphaned"


async def test_a_prompt_that_is_under_way_when_its_conversation_is_taken_says_so(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    errors: list[ResponseError] = []

    async def prompt() -> None:
        errors.append(
            await first.refused(
                "conversation/prompt", conversationId=conversation, prompt="say half\nhang"
            )
        )

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(prompt)
        await first.event(conversation, "message")
        await second.ask("lease/take", conversationId=conversation, force=True)
    assert (errors[0].code, errors[0].data["kind"]) == (-33003, "leaseLost")


async def test_a_holder_that_does_not_answer_keeps_its_conversation_unless_forced(
    first: EaselClient, second: EaselClient, agent: ScriptedAgent
) -> None:
    conversation = await first.conversation()
    await first.prompt(conversation, "say one")
    (pid,) = agent.journal().pids()
    with stopped(first):
        error = await second.refused("lease/take", conversationId=conversation)
        assert (error.data["kind"], error.data["reason"]) == ("leaseHeld", "unreachable")

        taken = await second.ask("lease/take", conversationId=conversation, force=True)
        assert taken["lease"]["ours"] is True
    await first.lease_change(conversation, "lost")
    await wait_until_gone(pid)
    await second.prompt(conversation, "say two")
    await first.until(lambda: first.text(conversation) == "onetwo")


async def test_the_socket_is_for_its_user_only_and_goes_with_the_server(
    tmp_path: Path, agent: ScriptedAgent, second: EaselClient
) -> None:
    async with server_on(tmp_path, agent) as first:
        conversation = await first.conversation()
        path = address_of(tmp_path, conversation)
        assert path.is_socket()
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
    assert not path.exists()


async def test_the_socket_of_a_killed_server_is_swept_up(
    tmp_path: Path, agent: ScriptedAgent, second: EaselClient
) -> None:
    async with server_on(tmp_path, agent) as first:
        conversation = await first.conversation()
        path = address_of(tmp_path, conversation)
        await killed(first)
    await wait_until_gone(first.pid)

    taken = await second.ask("lease/take", conversationId=conversation)

    assert taken["lease"]["ours"] is True
    await second.lease_change(conversation, "taken")
    with anyio.fail_after(10):
        while path.exists():  # noqa: ASYNC110 - the file of another process sets no event
            await anyio.sleep(0.01)


@pytest.mark.parametrize(
    "noise",
    [b"\n", b"not json\n", b'{"conversationId": 1}\n', b"x" * 10_000, b"[" * 4000 + b"\n"],
)
async def test_noise_on_the_socket_costs_nothing(
    first: EaselClient, second: EaselClient, tmp_path: Path, noise: bytes
) -> None:
    conversation = await first.conversation()
    path = address_of(tmp_path, conversation)

    async with await connect(Address(path=path)) as stream:
        await stream.send(noise)
    await second.ask("lease/take", conversationId=conversation)
    await first.lease_change(conversation, "taken")


async def test_the_log_tells_who_took_a_conversation_and_who_let_it_go(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await first.prompt(conversation, "say one")
    was = (await first.ask("lease/get", conversationId=conversation))["lease"]
    await second.open(conversation)

    lease = (await second.ask("lease/take", conversationId=conversation))["lease"]
    taken = await first.event(conversation, "leaseChanged")
    await second.ask("lease/release", conversationId=conversation)
    released = await first.event(
        conversation, "leaseChanged", lambda event: event["reason"] == "released"
    )

    def owner(info: Json) -> Json:
        return {
            "instanceId": info["ownerInstanceId"],
            "host": info["ownerHost"],
            "pid": info["ownerPid"],
        }

    assert was["since"] < lease["since"]
    assert (taken["reason"], taken["previous"], taken["owner"]) == (
        "taken",
        owner(was),
        owner(lease),
    )
    assert released["previous"] == owner(lease)
    assert "owner" not in released
    assert second.of_type(conversation, "leaseChanged") == [taken, released]
