"""What holds for every built-in canvas."""

import base64
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from easel_canvas.builtin.kind import AnyKind
from easel_canvas.builtin.kinds import KINDS
from easel_canvas.errors import CanvasError
from easel_testing.canvases import Canvases

DOCUMENTED = (Path(__file__).parents[3] / "docs" / "builtin-canvases.md").read_text("utf-8")
PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x03").decode()
INPUTS: dict[str, dict[str, Any]] = {
    "markdown": {"text": "# Hello\n"},
    "table": {"rows": [{"name": "Ada", "n": 3}]},
    "chart": {"spec": {"mark": "bar", "data": {"values": [{"a": "x", "b": 3}]}}},
    "diff": {"files": [{"path": "a", "oldText": "1\n", "newText": "2\n"}]},
    "plan": {"entries": [{"content": "go"}]},
    "form": {"schema": {"type": "object", "properties": {"name": {"type": "string"}}}},
    "terminal": {"output": "\x1b[31mred\x1b[0m"},
    "image": {"data": PIXEL, "alt": "a dot"},
    "svg": {"svg": "<svg/>", "alt": "nothing"},
    "html": {"html": "<p>hello</p>"},
    "trace": {},
}
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.canvas_id)


@every_kind
async def test_it_opens_with_a_title_an_address_content_and_text(
    kind: AnyKind, shown: Canvases
) -> None:
    canvas = await shown.open(kind.canvas_id, INPUTS[kind.canvas_id])

    (listed,) = canvas.session.state.open or ()
    assert listed.title
    assert listed.availability == "ready"
    content = await canvas.content()
    assert content["kind"] == kind.canvas_id
    assert content["title"]
    assert (await canvas.text()).strip()


@every_kind
async def test_its_content_is_what_the_documentation_says(kind: AnyKind, shown: Canvases) -> None:
    canvas = await shown.open(kind.canvas_id, INPUTS[kind.canvas_id])
    own = (await canvas.content()).keys() - {"kind", "title"}

    _, _, rest = DOCUMENTED.partition("\n## The content of each kind")
    sections = rest.split("\n### ")
    section = next(text for text in sections if f"`{kind.canvas_id}`" in text.splitlines()[0])
    assert [field for field in own if field not in section] == []
    for action in kind.actions:
        assert f"`{action.name} {{" in section


@every_kind
def test_what_a_model_is_told_of_it_is_short_complete_and_valid(kind: AnyKind) -> None:
    declaration = kind.declaration
    schemas = [declaration.input_schema, *(action.input_schema for action in declaration.actions)]

    for schema in schemas:
        assert schema is not None
        jsonschema.Draft202012Validator.check_schema(schema)
        assert "$ref" not in str(schema)
        assert schema["additionalProperties"] is False
    assert 10 < len(declaration.description) < 500
    assert all(action.description for action in declaration.actions)


@every_kind
async def test_an_unknown_field_is_refused_with_its_name(kind: AnyKind, shown: Canvases) -> None:
    with pytest.raises(CanvasError, match="colour"):
        await shown.open(kind.canvas_id, {**INPUTS[kind.canvas_id], "colour": "red"})
    assert not shown.session().state.open


@every_kind
async def test_a_null_is_as_good_as_a_field_that_is_not_there(
    kind: AnyKind, shown: Canvases
) -> None:
    await shown.open(kind.canvas_id, {**INPUTS[kind.canvas_id], "title": None})


@every_kind
async def test_a_title_is_shown_and_a_huge_one_refused(kind: AnyKind, shown: Canvases) -> None:
    given = INPUTS[kind.canvas_id]
    canvas = await shown.open(kind.canvas_id, {**given, "title": "My title"})
    assert (await canvas.content())["title"] == "My title"

    with pytest.raises(CanvasError):
        await shown.open(kind.canvas_id, {**given, "title": "x" * 1024 * 1024})


@every_kind
async def test_messages_that_make_no_sense_change_nothing(kind: AnyKind, shown: Canvases) -> None:
    canvas = await shown.open(kind.canvas_id, INPUTS[kind.canvas_id])
    before = await canvas.content()

    for payload in (
        {"type": "explode"},
        {"type": 3},
        {"type": "submit"},
        {"type": "sort", "x": []},
    ):
        canvas.say(**payload)
    canvas.session.close((await shown.open("markdown", {"text": "after"})).instance_id)

    assert await canvas.content() == before
    assert shown.told.notes == []


@pytest.mark.parametrize("kind", ["markdown", "table", "terminal", "svg", "html", "image"])
async def test_a_file_that_is_not_there_and_two_sources_are_refused(
    kind: str, shown: Canvases
) -> None:
    with pytest.raises(CanvasError, match="is not there"):
        await shown.open(kind, {"file": "missing.csv"})
    with pytest.raises(CanvasError, match="exactly one"):
        await shown.open(kind, {**INPUTS[kind], "file": "missing.csv"})
    with pytest.raises(CanvasError, match="exactly one"):
        await shown.open(kind, {})
