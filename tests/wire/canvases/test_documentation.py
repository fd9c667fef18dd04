"""What `docs/canvases.md` tells editors and MCP tools to send does what the page says."""

import json
import re
from pathlib import Path
from typing import Any

from easel_testing.canvas_editor import canvas_editor
from easel_testing.easel import SharedServer
from easel_testing.easel_client import Json

PAGE = (Path(__file__).parents[3] / "docs" / "canvases.md").read_text("utf-8")
EXAMPLES: list[Any] = [json.loads(one) for one in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


async def test_an_editor_that_does_what_the_page_says_provides_its_terminal(
    server: SharedServer, tmp_path: Path
) -> None:
    announced, declared = EXAMPLES[0]["experimental"]["easel"], EXAMPLES[1]["params"]

    async def shown(params: Json) -> Json:
        return {"title": params["input"]["command"]}

    async with canvas_editor(server, tmp_path, **announced["canvas"]) as editor:
        assert editor.announcement["experimental"]["easel"] == announced
        conversation = await editor.conversation()
        channel = declared["channel"].replace("<conversationId>", conversation)
        await editor.subscribe(channel)
        editor.answers["canvasOpen"] = shown
        editor.notify(EXAMPLES[1]["method"], {**declared, "channel": channel})
        outcome = await editor.outcome(declared["clientSeq"])

        opened = await editor.ask(
            "canvas/open",
            conversationId=conversation,
            canvasId="terminal-session",
            input={"command": "make test"},
        )
        asked = await editor.was_asked("canvasOpen")
        editor.dispatch(asked["_meta"]["channel"], "canvas/closeRequested")
        await editor.told("session/openCanvasesChanged", openCanvases=[])

        assert "rejectionReason" not in outcome
        assert asked["_meta"]["channel"] == opened["channel"]
        assert (await editor.was_asked("canvasClose"))["instanceId"] == opened["instanceId"]


async def test_what_an_mcp_tool_says_to_the_model_opens_a_table(
    server: SharedServer, tmp_path: Path
) -> None:
    (told,) = EXAMPLES[2]["content"]
    call = json.loads(told["text"].split("open_canvas: ")[1])
    report = tmp_path / "workspace" / call["input"]["file"]
    report.parent.mkdir(parents=True)
    report.write_text("test,seconds\nunit,12\nwire,95\n")

    async with canvas_editor(server, tmp_path) as editor:
        conversation = await editor.conversation()
        opened = await editor.ask("canvas/open", conversationId=conversation, **call)
        state = await editor.subscribe(opened["channel"])

        assert (state["title"], state["status"]) == ("report.csv", "2 rows")
