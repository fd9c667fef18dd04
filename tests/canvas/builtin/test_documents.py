"""Markdown, comparisons, plans, output of terminals, pictures, pages, traces."""

import base64
from typing import Any

import anyio
import pytest

from easel_canvas.builtin.surroundings import TraceEntry
from easel_canvas.errors import CanvasError
from easel_canvas.host.requests import UpdateRequest
from easel_testing.canvases import Canvases

PATCH = """diff --git a/x.py b/x.py
index 1..2 100644
--- a/x.py
+++ b/x.py
@@ -1,2 +1,2 @@
 same
---- not a header
++++ neither
diff --git a/gone b/gone
deleted file mode 100644
--- a/gone
+++ /dev/null
@@ -1 +0,0 @@
-bye
"""


async def test_a_document_is_its_own_text_and_may_come_from_a_file(shown: Canvases) -> None:
    shown.files.content["notes.md"] = b"# Notes\n"
    document = await shown.open("markdown", {"file": "notes.md"})

    assert await document.text() == "# Notes\n"
    assert (await document.content())["text"] == "# Notes\n"
    shown.files.content["notes.md"] = b"# Newer\n"
    await document.session.update(document.instance_id, UpdateRequest({"file": "notes.md"}))
    assert await document.text() == "# Newer\n"


async def test_two_texts_are_compared(shown: Canvases) -> None:
    files = [
        {"path": "a.py", "oldText": "1\n2\n", "newText": "1\n3\n"},
        {"path": "new", "newText": "x\n"},
        {"path": "gone", "oldText": "x\n"},
        {"path": "same", "oldText": "x", "newText": "x"},
    ]
    content = await (await shown.open("diff", {"files": files})).content()

    assert (content["added"], content["removed"]) == (2, 2)
    assert [(f["added"], f["removed"]) for f in content["files"]] == [
        (1, 1),
        (1, 0),
        (0, 1),
        (0, 0),
    ]
    assert content["files"][0]["unified"].splitlines()[:2] == ["--- a/a.py", "+++ b/a.py"]
    assert content["files"][1]["unified"].startswith("--- /dev/null")


async def test_a_patch_is_taken_apart_by_its_files(shown: Canvases) -> None:
    comparison = await shown.open("diff", {"patch": PATCH})
    files = (await comparison.content())["files"]

    assert [(f["path"], f["added"], f["removed"]) for f in files] == [
        ("x.py", 1, 1),
        ("gone", 0, 1),
    ]
    text = await comparison.text()
    assert text.startswith("+1 -2 in 2 files\n\n```diff\n")
    assert "-bye\n```" in text


@pytest.mark.parametrize(
    ("input_", "message"),
    [
        ({"patch": "hello"}, "no unified diff"),
        ({"files": [{"path": "a", "oldText": "x\n" * 20_001}]}, "send the patch"),
    ],
)
async def test_what_cannot_be_compared_is_refused(
    input_: dict[str, Any], message: str, shown: Canvases
) -> None:
    with pytest.raises(CanvasError, match=message):
        await shown.open("diff", input_)


async def test_a_plan_is_a_checklist(shown: Canvases) -> None:
    entries = [
        {"content": "Look", "status": "completed"},
        {"content": "Write", "status": "in_progress", "priority": "high", "note": "half\ndone"},
        {"content": "Rest"},
    ]
    plan = await shown.open("plan", {"entries": entries})

    assert await plan.text() == (
        "1 of 3 done.\n\n- [x] Look\n- [ ] **now:** Write (high priority)\n  half done\n- [ ] Rest"
    )


async def test_output_is_read_without_sequences_and_as_it_stood_in_the_end(
    shown: Canvases,
) -> None:
    output = "\x1b[31mred\x1b[0m\r\n 10%\r100%\nab\bc\x07\n\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\"
    terminal = await shown.open("terminal", {"output": output, "command": "ls", "exitCode": 2})

    assert (await terminal.text()).splitlines() == [
        "```console",
        "$ ls",
        "red",
        "100%",
        "ac",
        "link",
        "```",
        "",
        "exit code 2",
    ]
    assert (await terminal.content())["output"] == output


async def test_output_that_looks_like_markdown_stays_in_its_block(shown: Canvases) -> None:
    terminal = await shown.open("terminal", {"output": "```\n# not a heading"})
    assert (await terminal.text()).startswith("````console\n```\n")


async def test_of_very_long_output_the_end_is_read(shown: Canvases) -> None:
    shown.files.content["log"] = "\n".join(f"line {n}" for n in range(5000)).encode()
    text = await (await shown.open("terminal", {"file": "log"})).text()
    assert "… 3,000 earlier lines\nline 3000\n" in text
    assert "line 4999" in text


@pytest.mark.parametrize(
    ("data", "mime_type", "size"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x20", "image/png", (256, 32)),
        (b"GIF89a\x03\x00\x02\x00", "image/gif", (3, 2)),
        (
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x05\x00\x07\x03",
            "image/jpeg",
            (7, 5),
        ),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp", (None, None)),
    ],
)
async def test_a_picture_tells_its_format_and_size(
    data: bytes, mime_type: str, size: tuple[int | None, int | None], shown: Canvases
) -> None:
    shown.files.content["p"] = data
    picture = await shown.open("image", {"file": "p", "alt": "A cat."})
    content = await picture.content()

    assert (content["mimeType"], content["width"], content["height"]) == (mime_type, *size)
    uri = f"ahp-canvas-content:/{picture.instance_id}/{content['source']}"
    resource = await picture.session.read_resource(picture.instance_id, uri)
    assert (resource.mime_type, resource.blob) == (mime_type, data)
    assert (await picture.text()).endswith("\n\nA cat.")


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"<svg onload='x'/>", b"MZ" * 100],
)
async def test_bytes_that_are_no_picture_are_refused(data: bytes, shown: Canvases) -> None:
    with pytest.raises(CanvasError, match="PNG"):
        await shown.open("image", {"data": base64.b64encode(data).decode()})


async def test_what_is_no_base64_and_no_svg_is_refused(shown: Canvases) -> None:
    with pytest.raises(CanvasError, match="Base64"):
        await shown.open("image", {"data": "%%%"})
    with pytest.raises(CanvasError, match="no SVG"):
        await shown.open("svg", {"svg": "<html/>"})


async def test_a_page_is_read_as_text_without_its_scripts(shown: Canvases) -> None:
    html = (
        "<!doctype html><head><title>T</title></head><h1>Hello</h1>"
        "<p>some <b>bold</b> text</p><script>steal()</script><style>p {}</style>"
        "<ul><li>one<li>two</ul><button>Go</button><img alt='a cat'>"
        "<input placeholder='Name'><table><tr><td>1</td><td>2</td></tr></table>"
    )
    text = await (await shown.open("html", {"html": html})).text()

    assert text.splitlines()[:5] == ["# Hello", "", "some bold text", "", "- one"]
    assert "[Go][image: a cat][Name: ]" in text
    assert "1 | 2" in text
    assert "steal" not in text
    assert "{}" not in text


async def test_what_a_page_sends_comes_to_who_waits_else_with_the_next_prompt(
    shown: Canvases,
) -> None:
    page = await shown.open("html", {"html": "<button>Go</button>"})
    results: list[Any] = []

    async def wait() -> None:
        results.append(await page.act("wait", timeoutSeconds=10))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(wait)
        await anyio.wait_all_tasks_blocked()
        page.say(type="message", value={"clicked": "Go"})
    assert results == [{"number": 1, "message": {"clicked": "Go"}}]
    assert shown.told.notes == []

    for number in range(30):
        page.say(type="message", value=number)
        await anyio.wait_all_tasks_blocked()
    assert await page.act("wait", timeoutSeconds=0) == {"number": 12, "message": 10}
    notes = shown.told.notes
    assert len(notes) == 5
    assert "message number 27" in notes[0]


async def test_what_an_agent_has_waited_for_is_not_told_again(shown: Canvases) -> None:
    page = await shown.open("html", {"html": "x"})
    page.say(type="message", value="early")
    await anyio.wait_all_tasks_blocked()
    assert len(shown.told.notes) == 1

    assert (await page.act("wait"))["message"] == "early"
    assert not shown.told.notes


async def test_a_wait_for_a_page_ends_with_its_time(shown: Canvases) -> None:
    page = await shown.open("html", {"html": "x"})
    assert await page.act("wait", timeoutSeconds=0) == {"timedOut": True}


async def test_the_messages_of_the_agent_are_lines_and_can_be_looked_at_again(
    shown: Canvases,
) -> None:
    shown.traces.known = (
        TraceEntry(seq=1, at="2026-01-31T10:11:12.123Z", direction="out", text='{"id":1}'),
        TraceEntry(seq=2, at="2026-01-31T10:11:13.456Z", direction="in", text="x" * 500),
    )
    trace = await shown.open("trace", {"entries": 1})
    assert [entry["seq"] for entry in (await trace.content())["entries"]] == [2]
    assert (await trace.text()).splitlines()[1] == f"10:11:13.456 ← {'x' * 200}…"

    before = trace.session.canvas_snapshot(trace.instance_id).state
    trace.say(type="refresh")
    await trace.until(
        shown.told,
        lambda _: trace.session.canvas_snapshot(trace.instance_id).state != before,
    )

    shown.traces.level = "off"
    assert "easel.trace" in await trace.text()
