"""fs/* and terminal/* as they come over the wire: params checked, results and errors in shape."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from easel_acp.client_requests.dispatch import ClientRequests
from easel_acp.connection.errors import RequestRefused
from easel_acp.files.access import FileAccess
from easel_acp.files.roots import Roots
from easel_acp.terminals.registry import TerminalLimits, open_terminals
from easel_testing.open_documents import InMemoryDocuments

SCHEMA = Path(__file__).parents[4] / "shared/data/acp/schema_npm_sdk_2.4.0_2026-11/v1/schema.json"
SESSION = {"sessionId": "s"}


@pytest.fixture
def cwd(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("one\ntwo\nthree\n")
    return tmp_path


@pytest.fixture
async def requests(cwd: Path) -> AsyncIterator[ClientRequests]:
    roots = Roots.of(cwd)
    async with open_terminals(roots, limits=TerminalLimits(terminals=2)) as terminals:
        yield ClientRequests(FileAccess(roots, InMemoryDocuments()), terminals)


async def refusal(requests: ClientRequests, method: str, params: dict[str, Any]) -> RequestRefused:
    with pytest.raises(RequestRefused) as refused:
        await requests.handle(method, params)
    return refused.value


async def test_files_are_read_and_written(requests: ClientRequests, cwd: Path) -> None:
    path = str(cwd / "a.txt")
    read = {**SESSION, "path": path, "line": 2, "limit": 1}
    assert await requests.handle("fs/read_text_file", read) == {"content": "two\n"}
    write = {**SESSION, "path": path, "content": "new"}
    assert await requests.handle("fs/write_text_file", write) == {}
    whole = {**SESSION, "path": path, "line": None, "limit": None}
    assert await requests.handle("fs/read_text_file", whole) == {"content": "new"}


async def test_a_terminal_from_its_creation_to_its_release(
    requests: ClientRequests, cwd: Path
) -> None:
    created = await requests.handle(
        "terminal/create",
        {
            **SESSION,
            "command": "sh",
            "args": ["-c", "echo $GREETING; exit 4"],
            "env": [{"name": "GREETING", "value": "hello", "_meta": None}],
            "cwd": str(cwd),
            "outputByteLimit": 1000,
        },
    )
    terminal = {**SESSION, **created}
    assert await requests.handle("terminal/wait_for_exit", terminal) == {
        "exitCode": 4,
        "signal": None,
    }
    assert await requests.handle("terminal/output", terminal) == {
        "output": "hello\n",
        "truncated": False,
        "exitStatus": {"exitCode": 4, "signal": None},
    }
    assert await requests.handle("terminal/kill", terminal) == {}
    assert await requests.handle("terminal/release", terminal) == {}
    error = await refusal(requests, "terminal/output", terminal)
    assert (error.code, error.data["kind"]) == (-32002, "unknownTerminal")


async def test_a_running_command_has_no_exit_status(requests: ClientRequests) -> None:
    created = await requests.handle(
        "terminal/create", {**SESSION, "command": "sleep 1000", "args": None, "env": None}
    )
    output = await requests.handle("terminal/output", {**SESSION, **created})
    assert output == {"output": "", "truncated": False, "exitStatus": None}
    await requests.handle("terminal/kill", {**SESSION, **created})
    end = await requests.handle("terminal/wait_for_exit", {**SESSION, **created})
    assert end == {"exitCode": None, "signal": "SIGTERM"}


async def test_fields_that_nobody_knows_are_ignored(requests: ClientRequests, cwd: Path) -> None:
    params = {**SESSION, "path": str(cwd / "a.txt"), "limit": 1, "_meta": {"x": 1}, "new": [2]}
    assert await requests.handle("fs/read_text_file", params) == {"content": "one\n"}


@pytest.mark.parametrize(
    ("method", "params", "field"),
    [
        ("fs/read_text_file", {}, "path"),
        ("fs/read_text_file", {"path": 1}, "$.path"),
        ("fs/read_text_file", {"path": "/a", "line": -1}, "$.line"),
        ("fs/read_text_file", {"path": "/a", "line": "2"}, "$.line"),
        ("fs/read_text_file", {"path": "/a", "limit": 2**32}, "$.limit"),
        ("fs/write_text_file", {"path": "/a"}, "content"),
        ("fs/write_text_file", {"path": "/a", "content": None}, "$.content"),
        ("terminal/create", {"args": []}, "command"),
        ("terminal/create", {"command": "ls", "args": "x"}, "$.args"),
        ("terminal/create", {"command": "ls", "args": [1]}, "$.args[0]"),
        ("terminal/create", {"command": "ls", "env": {"A": "1"}}, "$.env"),
        ("terminal/create", {"command": "ls", "env": [{"name": "A"}]}, "$.env[0]"),
        ("terminal/create", {"command": "ls", "outputByteLimit": 1.5}, "$.outputByteLimit"),
        ("terminal/output", {}, "terminalId"),
        ("terminal/release", {"terminalId": 7}, "$.terminalId"),
    ],
)
async def test_bad_params_are_refused_with_the_field(
    requests: ClientRequests, method: str, params: dict[str, Any], field: str
) -> None:
    error = await refusal(requests, method, SESSION | params)
    assert error.code == -32602
    assert field in error.message
    assert error.data["kind"] == "invalidParams"


async def test_a_request_belongs_to_a_session(requests: ClientRequests) -> None:
    error = await refusal(requests, "fs/read_text_file", {"path": "/a"})
    assert (error.code, "sessionId" in error.message) == (-32602, True)


async def test_other_methods_are_not_ours(requests: ClientRequests) -> None:
    error = await refusal(requests, "fs/delete", SESSION)
    assert error.code == -32601


async def test_errors_carry_code_message_and_data(requests: ClientRequests, cwd: Path) -> None:
    missing = cwd / "missing"
    error = await refusal(requests, "fs/read_text_file", {**SESSION, "path": str(missing)})
    assert (error.code, error.data["uri"]) == (-32002, missing.as_uri())
    error = await refusal(requests, "fs/read_text_file", {**SESSION, "path": "/etc/passwd"})
    assert (error.code, error.data["kind"]) == (-32602, "outsideRoots")
    error = await refusal(requests, "terminal/create", {**SESSION, "command": "no", "args": ["x"]})
    assert (error.code, error.data["kind"]) == (-32602, "commandNotFound")


@pytest.mark.skipif(not SCHEMA.exists(), reason="the schema of ACP is not here")
async def test_results_fit_the_schema_of_acp(requests: ClientRequests, cwd: Path) -> None:
    schema = json.loads(SCHEMA.read_text())
    path = str(cwd / "a.txt")
    created = await requests.handle("terminal/create", {**SESSION, "command": "echo x"})
    terminal = {**SESSION, **created}
    exchanges = {
        "ReadTextFileResponse": ("fs/read_text_file", {**SESSION, "path": path}),
        "WriteTextFileResponse": ("fs/write_text_file", {**SESSION, "path": path, "content": ""}),
        "WaitForTerminalExitResponse": ("terminal/wait_for_exit", terminal),
        "TerminalOutputResponse": ("terminal/output", terminal),
        "KillTerminalResponse": ("terminal/kill", terminal),
        "ReleaseTerminalResponse": ("terminal/release", terminal),
    }
    results = {shape: await requests.handle(*exchange) for shape, exchange in exchanges.items()}
    for shape, result in (results | {"CreateTerminalResponse": created}).items():
        Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{shape}"}).validate(
            result
        )
