"""Providers in Python, installed beside Easel: the one of the documentation, and broken ones."""

import re
from pathlib import Path

import pytest

from easel_server.client.connect import open_server_process
from easel_testing.canvas_editor import CanvasEditor
from easel_testing.easel import SERVER, introduce, server_environment

PAGE = Path(__file__).parents[3] / "docs" / "canvases.md"
BROKEN = """
from easel_canvas import Declaration, Provider

class Twice(Provider):
    id = "easel"
    name = "Me too"
    declarations = ()

class Wrong(Provider):
    id = "wrong"
    name = "Wrong"
    declarations = (Declaration(canvas_id="a b", title="", description=""),)

def fails():
    raise RuntimeError("no")
"""


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Where Python finds an installed `my_tally`, and a package in which nothing works."""
    packages = tmp_path / "packages"
    example = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert example is not None
    install(packages, "my_tally", example[1], "tally = my_tally:Tally")
    entries = ("a = broken:Twice", "b = broken:Wrong", "c = broken:fails", "d = broken:missing")
    install(packages, "broken", BROKEN, *entries)
    return packages


def install(packages: Path, name: str, code: str, *entries: str) -> None:
    info = packages / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("\n".join(["[easel.canvases]", *entries]))
    (packages / f"{name}.py").write_text(code)


async def test_the_example_of_the_documentation_counts(tmp_path: Path, packages: Path) -> None:
    environment = server_environment(tmp_path / "home", {"PYTHONPATH": str(packages)})
    async with (
        open_server_process(SERVER, env=environment) as server,
        CanvasEditor(server.channel) as editor,
    ):
        await introduce(editor, tmp_path, {}, {})
        conversation = await editor.conversation()
        listed = await editor.ask("canvas/list", conversationId=conversation)
        opened = await editor.ask(
            "canvas/open", conversationId=conversation, canvasId="tally", input={"what": "birds"}
        )
        channel = opened["channel"]
        await editor.subscribe(channel)
        acting = {"channel": channel, "actionName": "add"}
        values = [(await editor.ask("ahp/canvasInvokeAction", **acting))["value"] for _ in "ab"]
        await editor.told("canvas/updated", status="2")
        state = await editor.subscribe(channel)

        assert {one["extensionId"] for one in listed["declarations"]} == {"easel", "tally"}
        assert values == [1, 2]
        assert (state["title"], state["status"]) == ("birds", "2")
