"""Whatever an editor sends costs at most that message."""

from pathlib import Path
from typing import Any

import pytest

from easel_testing.canvas_editor import DIFF, CanvasEditor, canvas_editor
from easel_testing.easel import SharedServer
from easel_testing.easel_client import Json

INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("canvas/open", {"canvasId": "markdown", "input": []}),
        ("canvas/open", {"canvasId": 3}),
        ("canvas/open", {"canvasId": "markdown", "input": {"text": "x" * 5_000_000}}),
        ("canvas/open", {"canvasId": "markdown", "input": deep(500)}),
        ("canvas/open", {"canvasId": "x" * 100_000}),
        ("canvas/open", {"canvasId": "markdown", "instanceId": "../../etc"}),
        ("canvas/open", {"canvasId": "markdown", "instanceId": ""}),
        ("canvas/open", {"canvasId": "markdown", "extensionId": "x" * 100_000}),
        ("canvas/close", {"channel": 3}),
        ("ahp/subscribe", {"channel": {"a": 1}}),
        ("ahp/subscribe", {}),
        ("ahp/canvasReadResource", {"channel": "SESSION", "uri": "file:///etc/passwd"}),
        ("ahp/resourceRead", {"channel": "ahp-root://", "uri": "file:///etc/passwd"}),
        ("ahp/resourceRead", {"channel": "ahp-root://", "uri": "ahp-canvas-content:/"}),
        ("ahp/canvasInvokeAction", {"channel": "SESSION"}),
        ("ahp/canvasInvokeAction", {"channel": "SESSION", "instanceId": "x", "input": 3}),
        ("ahp/canvasOpen", {"channel": "SESSION"}),
        ("ahp/canvasClose", {"channel": "SESSION", "instanceId": "\0"}),
    ],
)
async def test_nonsense_is_refused_with_an_error_of_its_own(
    server: SharedServer, tmp_path: Path, method: str, params: Json
) -> None:
    async with canvas_editor(server, tmp_path) as editor:
        conversation = await editor.conversation()
        sent = {
            key: f"ahp-session:/{conversation}" if value == "SESSION" else value
            for key, value in {"conversationId": conversation, **params}.items()
        }
        refused = await editor.refused(method, **sent)
        listed = await editor.ask("canvas/list", conversationId=conversation)
        assert refused.code != INTERNAL_ERROR
        assert len(str(refused)) < 2000
        assert listed["open"] == []


@pytest.mark.parametrize(
    "action",
    [
        {"type": "canvas/updated", "title": 3},
        {"type": "canvas/updated", "url": "javascript:alert(1)"},
        {"type": "canvas/updated", "url": "file:///etc/passwd"},
        {"type": "canvas/updated", "availability": "perhaps"},
        {"type": "canvas/message", "payload": "x" * 1_000_000},
        {"type": "canvas/message", "payload": deep(500)},
        {"type": "session/activeClientSet", "activeClient": {"clientId": "vim"}},
        {"type": "x" * 100_000},
        {"type": None},
        {},
    ],
)
async def test_actions_that_make_no_sense_are_rejected_and_change_nothing(
    server: SharedServer, tmp_path: Path, action: Json
) -> None:
    async with canvas_editor(server, tmp_path) as vim:
        channel = await opened(vim)
        before = await vim.subscribe(channel)
        vim.notify(
            "easel/ahp/dispatchAction", {"channel": channel, "clientSeq": 99, "action": action}
        )
        refused = await vim.outcome(99)
        assert refused["rejectionReason"]
        assert len(str(refused)) < 10_000
        assert await vim.subscribe(channel) == before


@pytest.mark.parametrize(
    "answer",
    [
        "text",
        [],
        {"title": 3},
        {"url": "javascript:alert(1)"},
        {"url": "file:///etc/passwd"},
        {"url": "http://example.com/"},
        {"url": "ahp-canvas-content:/other/x"},
    ],
)
async def test_an_answer_of_a_provider_that_makes_no_sense_opens_nothing(
    server: SharedServer, tmp_path: Path, answer: Any
) -> None:
    async def answers(_: Json) -> Any:
        return answer

    async with canvas_editor(server, tmp_path) as vim:
        conversation = await vim.conversation()
        vim.answers["canvasOpen"] = answers
        await vim.outcome(vim.provide(conversation, DIFF))
        refused = await vim.refused(
            "canvas/open", conversationId=conversation, canvasId="compare", input={"left": "x"}
        )
        listed = await vim.ask("canvas/list", conversationId=conversation)
        assert refused.data["kind"] == "canvasProviderError"
        assert listed["open"] == []


async def test_a_megabyte_title_is_cut(server: SharedServer, tmp_path: Path) -> None:
    async with canvas_editor(server, tmp_path) as vim:
        channel = await opened(vim, title="x" * 1_000_000)
        title = (await vim.subscribe(channel))["title"]
        assert len(title) == 256
        assert title.endswith("…")


@pytest.mark.parametrize(
    "canvas",
    [{}, {"profile": "klingon"}, {"profile": 3}, {"profile": "pr298-r1", "clientId": {"a": 1}}],
)
async def test_an_announcement_that_makes_no_sense_costs_only_canvases(
    server: SharedServer, tmp_path: Path, canvas: Json
) -> None:
    async with canvas_editor(server, tmp_path, **canvas) as editor:
        conversation = await editor.conversation()
        listed = await editor.ask("canvas/list", conversationId=conversation)
        assert listed["declarations"]


async def opened(vim: CanvasEditor, title: str = "t") -> str:
    """The channel of a canvas that the editor shows."""

    async def shown(_: Json) -> Json:
        return {"title": title}

    conversation = await vim.conversation()
    vim.answers["canvasOpen"] = shown
    await vim.outcome(vim.provide(conversation, DIFF))
    canvas = await vim.ask(
        "canvas/open", conversationId=conversation, canvasId="compare", input={"left": "x"}
    )
    channel: str = canvas["channel"]
    return channel
