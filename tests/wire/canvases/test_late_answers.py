"""Editors that answer a request for a canvas twice, or when nobody waits any more."""

import sys
from pathlib import Path

import anyio
import pytest

from easel_server.client.connect import open_server_process
from easel_testing.canvas_editor import DIFF, CanvasEditor, canvas_editor
from easel_testing.easel import SharedServer, introduce, server_environment
from easel_testing.easel_client import Json

IMPATIENT = """
from dataclasses import replace
from easel_canvas.checks import limits

limits.LIMITS = replace(limits.LIMITS, open_seconds=0.1)

from easel_server.cli import main

main()
"""
"""A server that gives providers a moment where the real one gives them half a minute."""


async def test_of_two_answers_the_first_counts(
    server: SharedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with canvas_editor(server, tmp_path) as vim:
        send = vim.channel.send

        def send_answer_twice(payload: bytes) -> None:
            send(payload)
            if b"the first" in payload:
                send(payload.replace(b"the first", b"the second"))

        async def answers(_: Json) -> Json:
            return {"title": "the first"}

        monkeypatch.setattr(vim.channel, "send", send_answer_twice)
        conversation = await vim.conversation()
        vim.answers["canvasOpen"] = answers
        await vim.outcome(vim.provide(conversation, DIFF))
        opened = await vim.ask(
            "canvas/open", conversationId=conversation, canvasId="compare", input={"left": "x"}
        )

        assert (await vim.subscribe(opened["channel"]))["title"] == "the first"
        listed = await vim.ask("canvas/list", conversationId=conversation)
        assert [one["title"] for one in listed["open"]] == ["the first"]


async def test_an_answer_after_the_deadline_opens_nothing_and_the_next_one_is_heard(
    tmp_path: Path,
) -> None:
    refused, answered = anyio.Event(), anyio.Event()

    async def answers_late(_: Json) -> Json:
        with anyio.CancelScope(shield=True):
            await refused.wait()
        answered.set()
        return {"title": "too late"}

    async def answers_at_once(_: Json) -> Json:
        return {"title": "in time"}

    command = [sys.executable, "-P", "-c", IMPATIENT, "serve"]
    environment = server_environment(tmp_path / "home", {})
    with (tmp_path / "log").open("wb") as log:
        async with (
            open_server_process(command, env=environment, stderr=log) as process,
            CanvasEditor(process.channel) as vim,
        ):
            vim.noise.add("easel/lease/didChange")
            await introduce(vim, tmp_path, {}, {})
            conversation = await vim.conversation()
            vim.answers["canvasOpen"] = answers_late
            await vim.outcome(vim.provide(conversation, DIFF))
            opening = {
                "conversationId": conversation,
                "canvasId": "compare",
                "input": {"left": "x"},
            }
            error = await vim.refused("canvas/open", **opening)
            refused.set()
            await answered.wait()
            late = await vim.ask("canvas/list", conversationId=conversation)
            vim.answers["canvasOpen"] = answers_at_once
            await vim.ask("canvas/open", **opening)
            listed = await vim.ask("canvas/list", conversationId=conversation)

            assert error.code == -33012
            assert error.data["code"] == "canvas_provider_unavailable"
            assert late["open"] == []
            assert [one["title"] for one in listed["open"]] == ["in time"]
            assert [name for name, _ in vim.asked] == ["canvasOpen", "canvasClose", "canvasOpen"]
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")
