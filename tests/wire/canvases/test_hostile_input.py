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


REQUESTS: list[tuple[str, Json]] = [
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
]


async def test_nonsense_is_refused_with_an_error_of_its_own(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as editor:
        conversation = await editor.conversation()
        for method, params in REQUESTS:
            sent = {
                key: f"ahp-session:/{conversation}" if value == "SESSION" else value
                for key, value in {"conversationId": conversation, **params}.items()
            }
            refused = await editor.refused(method, **sent)
            assert refused.code != INTERNAL_ERROR, method
            assert len(str(refused)) < 2000, method
        listed = await editor.ask("canvas/list", conversationId=conversation)
        assert listed["open"] == []


ACTIONS: list[Json] = [
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
]


async def test_actions_that_make_no_sense_are_rejected_and_change_nothing(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as vim:
        channel = await opened(vim)
        before = await vim.subscribe(channel)
        for number, action in enumerate(ACTIONS, 100):
            params = {"channel": channel, "clientSeq": number, "action": action}
            vim.notify("easel/ahp/dispatchAction", params)
            refused = await vim.outcome(number)
            assert refused["rejectionReason"], action
            assert len(str(refused)) < 10_000
        assert await vim.subscribe(channel) == before


ANSWERS: list[Any] = [
    "text",
    [],
    {"title": 3},
    {"url": "javascript:alert(1)"},
    {"url": "file:///etc/passwd"},
    {"url": "http://example.com/"},
    {"url": "ahp-canvas-content:/other/x"},
]


async def test_an_answer_of_a_provider_that_makes_no_sense_opens_nothing(
    server: SharedServer, tmp_path: Path
) -> None:
    left = list(ANSWERS)

    async def answers(_: Json) -> Any:
        return left.pop()

    async with canvas_editor(server, tmp_path) as vim:
        conversation = await vim.conversation()
        vim.answers["canvasOpen"] = answers
        await vim.outcome(vim.provide(conversation, DIFF))
        opening = {"conversationId": conversation, "canvasId": "compare", "input": {"left": "x"}}
        while left:
            refused = await vim.refused("canvas/open", **opening)
            assert refused.data["kind"] == "canvasProviderError"
        listed = await vim.ask("canvas/list", conversationId=conversation)
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
