"""`/canvas`: what can be said of a canvas, and what the agent makes of it."""

from pathlib import Path

import pytest

from easel_acp.practice_agent.commands.canvas_request import (
    Act,
    Close,
    List,
    Open,
    Request,
    Show,
    UnclearError,
    Update,
    parsed,
)
from easel_testing.raw_acp_client import RawSession


@pytest.mark.parametrize(
    ("argument", "request_"),
    [
        ("", Open("markdown", None)),
        ("table", Open("table", None)),
        ('markdown {"text": "a {b}"}', Open("markdown", {"text": "a {b}"})),
        (
            'vscode-editor{"path": "a b.py",\n"line": 2}',
            Open("vscode-editor", {"path": "a b.py", "line": 2}),
        ),
        ('{"text": "x"}', Open("markdown", {"text": "x"})),
        ("form wait", Act("form", "wait", {})),
        ('vscode-editor-1 reveal {"line": 3}', Act("vscode-editor-1", "reveal", {"line": 3})),
        ("show table", Show("table", None)),
        ('show markdown {"text": "y"}', Show("markdown", {"text": "y"})),
        ('update table {"status": "half"}', Update("table", {"status": "half"})),
        ("close table-2", Close("table-2")),
        ("list", List()),
    ],
)
def test_the_argument_says_which_canvas_and_what(argument: str, request_: Request) -> None:
    assert parsed(argument) == request_


@pytest.mark.parametrize(
    ("argument", "complaint"),
    [
        ("table {rows: 1}", "not a JSON object"),
        ('table {"rows": [', "not a JSON object"),
        ("table sort by name", "at most two words"),
        ("close", "Which canvas"),
        ("update table", "What is new"),
    ],
)
async def test_what_makes_no_sense_is_answered_with_how_to_say_it(
    bare: RawSession, argument: str, complaint: str
) -> None:
    with pytest.raises(UnclearError, match=complaint):
        parsed(argument)
    answer = (await bare.prompt(f"/canvas {argument}")).text
    assert complaint in answer
    assert "/canvas KIND ACTION" in answer


async def test_a_canvas_needs_the_tools_of_easel(bare: RawSession) -> None:
    assert "no tools for canvases" in (await bare.prompt("/canvas table")).text
    elsewhere = [{"name": "easel", "command": "/no/such/program", "args": [], "env": []}]
    session = await bare.client.new_session(Path("/"), mcpServers=elsewhere)
    assert "did not open" in (await session.prompt("/canvas plan")).text
    assert "tools of easel cannot be used" in (await session.prompt("/canvas close plan")).text
