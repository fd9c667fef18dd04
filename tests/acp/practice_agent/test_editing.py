"""Editing a file: on disk or through the client, with permission."""

from pathlib import Path
from typing import Any

import pytest

from easel_testing.raw_acp_client import RawSession, RpcError, Turn, allow

ASK = "session/request_permission"


def asked(session: RawSession) -> list[dict[str, Any]]:
    """The permission requests of a session."""
    return [
        message["params"]
        for message in session.client.wire.messages
        if message.get("method") == ASK and message["params"]["sessionId"] == session.id
    ]


def edit_of(turn: Turn) -> dict[str, Any]:
    """The edit among the tool calls of a turn."""
    return next(call for call in turn.tool_calls() if call["kind"] == "edit")


async def test_a_file_is_created_after_permission(bare: RawSession, tmp_path: Path) -> None:
    bare.client.handlers[ASK] = allow()
    turn = await bare.prompt("/edit notes.md Buy tea")
    path = tmp_path / "notes.md"
    assert path.read_text() == "Buy tea\n"
    edit = edit_of(turn)
    assert edit["status"] == "completed"
    assert edit["locations"] == [{"path": str(path)}]
    assert edit["content"] == [{"type": "diff", "path": str(path), "newText": "Buy tea\n"}]
    assert "Created `notes.md`" in turn.text


async def test_the_permission_request_shows_the_diff_and_four_options(
    bare: RawSession, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("green tea")
    bare.client.handlers[ASK] = allow()
    turn = await bare.prompt("edit a.txt green -> black")
    (request,) = asked(bare)
    assert [option["kind"] for option in request["options"]] == [
        "allow_once",
        "allow_always",
        "reject_once",
        "reject_always",
    ]
    (diff,) = request["toolCall"]["content"]
    assert (diff["oldText"], diff["newText"]) == ("green tea", "black tea")
    assert request["toolCall"]["toolCallId"] == edit_of(turn)["toolCallId"]
    assert (tmp_path / "a.txt").read_text() == "black tea"


@pytest.mark.parametrize("answer", ["reject_once", "reject_always"])
async def test_a_rejected_edit_changes_nothing(
    bare: RawSession, tmp_path: Path, answer: str
) -> None:
    bare.client.handlers[ASK] = allow(answer)
    turns = [await bare.prompt("/edit notes.md") for _ in range(2)]
    assert not (tmp_path / "notes.md").exists()
    assert [edit_of(turn)["status"] for turn in turns] == ["failed", "failed"]
    assert [turn.stop_reason for turn in turns] == ["end_turn", "end_turn"]
    assert len(asked(bare)) == (1 if answer == "reject_always" else 2)


async def test_always_holds_for_the_session_and_for_nothing_else(
    bare: RawSession, tmp_path: Path
) -> None:
    bare.client.handlers[ASK] = allow("allow_always")
    for _ in range(2):
        await bare.prompt("/edit notes.md")
    assert len(asked(bare)) == 1
    await bare.prompt("/run true")
    assert len(asked(bare)) == 2
    other = await bare.client.new_session(tmp_path)
    await other.prompt("/edit notes.md")
    assert len(asked(other)) == 1


async def test_a_client_that_cannot_ask_is_a_no(bare: RawSession, tmp_path: Path) -> None:
    def refuse(params: dict[str, Any]) -> None:
        raise RpcError(-32601, "Method not found")

    bare.client.handlers[ASK] = refuse
    turn = await bare.prompt("/edit notes.md")
    assert "Method not found" in turn.text
    assert list(tmp_path.iterdir()) == []


async def test_a_permission_answered_cancelled_ends_the_turn(bare: RawSession) -> None:
    bare.client.handlers[ASK] = lambda _: {"outcome": {"outcome": "cancelled"}}
    turn = await bare.prompt("/edit notes.md")
    assert turn.stop_reason == "cancelled"
    assert edit_of(turn)["status"] == "failed"


async def test_the_mode_auto_edit_does_not_ask(bare: RawSession, tmp_path: Path) -> None:
    await bare.request("session/set_mode", modeId="auto-edit")
    await bare.prompt("/edit notes.md")
    assert asked(bare) == []
    assert (tmp_path / "notes.md").exists()


async def test_the_mode_read_only_refuses_without_asking(bare: RawSession, tmp_path: Path) -> None:
    await bare.request("session/set_mode", modeId="read-only")
    for prompt in ("/edit notes.md", "/run touch notes.md"):
        assert "read-only" in (await bare.prompt(prompt)).text
    assert asked(bare) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../outside.md", "/etc/hosts", "link/outside.md"])
async def test_nothing_outside_the_session_is_touched(
    bare: RawSession, tmp_path: Path, name: str
) -> None:
    (tmp_path / "link").symlink_to(tmp_path.parent)
    turn = await bare.prompt(f"/edit {name}")
    assert "outside" in turn.text
    assert turn.tool_calls() == []


async def test_additional_directories_are_inside(bare: RawSession, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    session = await bare.client.new_session(
        tmp_path / "one", additionalDirectories=[str(tmp_path / "two")]
    )
    bare.client.handlers[ASK] = allow()
    await session.prompt("/edit ../two/notes.md tea")
    assert (tmp_path / "two" / "notes.md").read_text() == "tea\n"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * (1024 * 1024 + 1)])
async def test_a_file_that_is_no_reasonable_text_is_left_alone(
    bare: RawSession, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "blob").write_bytes(content)
    turn = await bare.prompt("/edit blob")
    assert [call["status"] for call in turn.tool_calls()] == ["failed"]
    assert (tmp_path / "blob").read_bytes() == content


async def test_a_missing_old_text_changes_nothing(bare: RawSession, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("tea")
    turn = await bare.prompt("/edit a.txt coffee -> water")
    assert "does not contain" in turn.text
    assert asked(bare) == []


async def test_a_client_with_files_reads_and_writes_them(full: RawSession, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("saved\n")
    buffers = {str(tmp_path / "a.txt"): "unsaved\n"}

    def write(params: dict[str, Any]) -> dict[str, Any]:
        buffers[params["path"]] = params["content"]
        return {}

    full.client.handlers |= {
        ASK: allow(),
        "fs/read_text_file": lambda params: {"content": buffers[params["path"]]},
        "fs/write_text_file": write,
    }
    turn = await full.prompt("/edit a.txt more")
    assert buffers[str(tmp_path / "a.txt")] == "unsaved\nmore\n"
    assert edit_of(turn)["content"][0]["oldText"] == "unsaved\n"
    assert (tmp_path / "a.txt").read_text() == "saved\n"


async def test_a_client_creates_a_file_that_it_cannot_read(
    full: RawSession, tmp_path: Path
) -> None:
    def missing(params: dict[str, Any]) -> None:
        raise RpcError(-32002, "Resource not found")

    written: list[str] = []
    full.client.handlers |= {
        ASK: allow(),
        "fs/read_text_file": missing,
        "fs/write_text_file": lambda params: written.append(params["content"]),
    }
    turn = await full.prompt("/edit new.txt tea")
    assert written == ["tea\n"]
    assert "oldText" not in edit_of(turn)["content"][0]


async def test_a_write_that_the_client_refuses_is_a_failed_tool_call(full: RawSession) -> None:
    def refuse(params: dict[str, Any]) -> None:
        raise RpcError(-32603, "Disk full")

    full.client.handlers |= {
        ASK: allow(),
        "fs/read_text_file": lambda _: {"content": ""},
        "fs/write_text_file": refuse,
    }
    turn = await full.prompt("/edit a.txt")
    assert edit_of(turn)["status"] == "failed"
    assert "Disk full" in turn.text


async def test_a_file_is_moved_and_deleted_after_permission(
    bare: RawSession, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("tea")
    bare.client.handlers[ASK] = allow()
    moved = await bare.prompt("/move a.txt below/b.txt")
    assert (tmp_path / "below" / "b.txt").read_text() == "tea"
    deleted = await bare.prompt("/delete below/b.txt")
    assert list((tmp_path / "below").iterdir()) == []
    calls = [*moved.tool_calls(), *deleted.tool_calls()]
    assert [(call["kind"], call["status"]) for call in calls] == [
        ("move", "completed"),
        ("delete", "completed"),
    ]
    assert len(asked(bare)) == 2


@pytest.mark.parametrize(
    "prompt", ["/move a.txt b.txt", "/move a.txt", "/move c.txt d.txt", "/delete c.txt"]
)
async def test_no_file_is_lost_by_moving_or_deleting(
    bare: RawSession, tmp_path: Path, prompt: str
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    bare.client.handlers[ASK] = allow()
    await bare.prompt(prompt)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.txt": "a.txt",
        "b.txt": "b.txt",
    }
