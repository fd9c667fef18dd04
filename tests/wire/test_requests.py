"""What holds of every request: its twin among the commands, and its errors."""

from typing import Any

import pytest

from easel_server.io.jsonrpc import ResponseError
from easel_server.protocol.methods import REQUESTS
from easel_testing.agents import Journal
from easel_testing.easel_client import EaselClient, Json

SERVED = sorted(
    method
    for method in REQUESTS
    if not method.startswith(("easel/lease/", "easel/changes/", "easel/canvas/", "easel/ahp/"))
)
OF_A_CONVERSATION = [
    method
    for method in SERVED
    if method
    not in {
        "easel/agents/authenticate",
        "easel/agents/list",
        "easel/conversation/create",
        "easel/conversation/list",
        "easel/conversation/trash/list",
        "easel/status",
    }
]
"""Requests that name a conversation."""

VALID: dict[str, Json] = {
    "easel/agents/authenticate": {"agent": "test", "methodId": "none"},
    "easel/conversation/history": {"beforeSeq": 3},
    "easel/conversation/open": {"sinceSeq": 0},
    "easel/conversation/prompt": {"prompt": "say ok"},
    "easel/conversation/rename": {"title": "New"},
    "easel/conversation/export": {"format": "json"},
    "easel/conversation/setMode": {"modeId": "plan"},
    "easel/conversation/setConfigOption": {"configId": "model", "value": "model-2"},
    "easel/conversation/queue/edit": {"turnId": "none", "prompt": "x"},
    "easel/conversation/queue/drop": {"turnId": "none"},
    "easel/conversation/queue/reorder": {"turnIds": []},
    "easel/permission/respond": {"permissionId": "none", "cancelled": True},
    "easel/elicitation/respond": {"elicitationId": "none", "action": "cancel"},
}
VOLATILE = {
    "id", "turnId", "acpSessionId", "createdAt", "updatedAt", "at",
    "seq", "elapsedMs", "turns", "rssBytes", "lease",
}  # fmt: skip


async def outcome(client: EaselClient, method: str, params: Any) -> Any:
    """The result of a request, or its error, without what differs from time to time."""
    try:
        return steady(await client.request(method, params, timeout=20))
    except ResponseError as error:
        return error.to_response_error()


def steady(value: Any) -> Any:
    """The value without fields that differ from time to time."""
    if isinstance(value, dict):
        return {key: steady(item) for key, item in value.items() if key not in VOLATILE}
    return [steady(item) for item in value] if isinstance(value, list) else value


async def test_every_request_is_offered_as_a_command(client: EaselClient) -> None:
    methods = set(SERVED)

    assert {REQUESTS[method].command for method in methods} <= set(client.commands)


@pytest.mark.parametrize("method", SERVED)
async def test_the_command_of_a_request_gives_the_same_result(
    client: EaselClient, conversation: str, method: str
) -> None:
    await client.prompt(conversation, "say warm")
    params = dict(VALID.get(method, {}))
    if method in OF_A_CONVERSATION:
        params["conversationId"] = conversation
    if method == "easel/conversation/create":
        params["cwd"] = "/"
    twin = {"command": method.replace("/", "."), "arguments": [params]}

    by_request = await outcome(client, method, params)
    if method == "easel/conversation/delete":
        params["conversationId"] = conversation = await client.conversation()
    by_command = await outcome(client, "workspace/executeCommand", twin)

    assert by_command == by_request
    if method == "easel/conversation/delete":
        client.created.clear()


@pytest.mark.parametrize("method", OF_A_CONVERSATION)
async def test_a_conversation_that_is_not_there_is_an_error_of_its_own(
    client: EaselClient, method: str
) -> None:
    params = {**VALID.get(method, {}), "conversationId": "nowhere"}

    error = await outcome(client, method, params)

    assert error["code"] == -33001
    assert error["data"]["kind"] == "conversationNotFound"
    assert "nowhere" in error["message"]


@pytest.mark.parametrize(
    ("method", "params", "path"),
    [
        ("conversation/open", {}, "$"),
        ("conversation/open", {"conversationId": 7}, "$.conversationId"),
        ("conversation/open", {"conversationId": "x", "sinceSeq": -1}, "$.sinceSeq"),
        ("conversation/history", {"conversationId": "x", "beforeSeq": 1, "limit": 0}, "$.limit"),
        ("conversation/prompt", {"conversationId": "x", "prompt": 7}, "$.prompt"),
        ("conversation/prompt", {"conversationId": "x", "prompt": ["y"]}, "$.prompt[0]"),
        (
            "conversation/prompt",
            {"conversationId": "x", "prompt": "y", "whenBusy": "never"},
            "$.whenBusy",
        ),
        ("conversation/cancel", {"conversationId": "x", "timeoutMs": "1"}, "$.timeoutMs"),
        ("conversation/cancel", {"conversationId": "x", "onTimeout": "cry"}, "$.onTimeout"),
        ("conversation/interrupt", {"conversationId": "x", "graceMs": -1}, "$.graceMs"),
        ("conversation/rename", {"conversationId": "x", "title": ""}, "$.title"),
        ("conversation/create", {"cwd": "relative"}, "$.cwd"),
        ("conversation/create", {"cwd": "/no/such/place"}, "$.cwd"),
        ("conversation/create", {"cwd": "file://elsewhere/tmp"}, "$.cwd"),
        (
            "conversation/create",
            {"additionalDirectories": ["/", "nope"]},
            "$.additionalDirectories[1]",
        ),
        ("conversation/create", {"mcpServers": [1]}, "$.mcpServers[0]"),
        ("elicitation/respond", {"conversationId": "x", "elicitationId": "y"}, "$"),
    ],
)
async def test_params_that_do_not_fit_are_refused_with_the_path_of_the_field(
    client: EaselClient, method: str, params: Json, path: str
) -> None:
    error = await client.refused(method, **params)

    assert error.code == -32602
    assert error.data == {"kind": "invalidParams", "path": path}


@pytest.mark.parametrize("prompt", [[], [{"text": "no type"}]])
async def test_a_prompt_without_content_is_refused(
    client: EaselClient, conversation: str, journal: Journal, prompt: Any
) -> None:
    error = await client.refused("conversation/prompt", conversationId=conversation, prompt=prompt)

    assert error.code == -32602
    assert error.data["path"].startswith("$.prompt")
    assert journal.pids() == []


async def test_null_counts_as_absent_and_unknown_fields_are_ignored(
    client: EaselClient, conversation: str
) -> None:
    result = await client.act(
        "cancel", conversation, timeoutMs=None, onTimeout=None, colour={"jsonrpc": "2.0"}
    )

    assert result["outcome"] == "notRunning"


async def test_an_agent_that_nobody_knows_is_an_error_that_names_those_that_are_known(
    client: EaselClient,
) -> None:
    error = await client.refused("conversation/create", agent="nobody")

    assert (error.code, error.data["kind"]) == (-33006, "agentUnavailable")
    assert "`nobody`" in str(error)
    assert "`easel-practice`" in str(error)


async def test_what_nobody_knows_is_refused(client: EaselClient) -> None:
    assert (await client.refused("conversation/dance")).code == -32601
    twin = {"command": "easel.conversation.dance", "arguments": [{}]}
    with pytest.raises(ResponseError) as caught:
        await client.request("workspace/executeCommand", twin, timeout=20)
    assert caught.value.code == -32602


@pytest.mark.parametrize("prompt", ["", " \n", [], [{"type": "text", "text": " "}]])
async def test_a_prompt_that_says_nothing_is_refused(
    client: EaselClient, conversation: str, prompt: Any
) -> None:
    error = await client.refused("conversation/prompt", conversationId=conversation, prompt=prompt)
    assert (error.code, error.data["path"]) == (-32602, "$.prompt")


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ({"command": "mcp"}, "$.mcpServers[0].name"),
        ({"name": "files"}, "$.mcpServers[0]"),
        ({"name": "files", "command": 1}, "$.mcpServers[0]"),
    ],
)
async def test_an_mcp_server_without_name_or_address_is_refused(
    client: EaselClient, entry: Json, path: str
) -> None:
    error = await client.refused("conversation/create", mcpServers=[entry])
    assert (error.code, error.data["path"]) == (-32602, path)
