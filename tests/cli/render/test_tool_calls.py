"""Tool calls and diffs."""

from msgspec.structs import replace

from easel_conversation.ids import ToolCallId
from easel_conversation.values import ToolCall
from easel_server.cli.render.diff import MAX_LINES, render_edit
from easel_server.cli.render.edits import FileEdit
from easel_server.cli.render.tool_calls import MAX_OUTPUT_LINES, tool_call
from easel_testing.transcripts import EDIT, shown


def test_an_edit_is_a_line_and_a_diff() -> None:
    assert shown(tool_call(replace(EDIT, status="completed"))) == (
        "✓ Edit a.py\n  /p/a.py  +1 -1\n  @@ -1 +1 @@\n  -one\n  +two\n"
    )


def test_a_new_file_says_so_and_a_long_diff_is_cut_visibly() -> None:
    text = shown(render_edit(FileEdit("/p/new", None, "line\n" * 500)))
    lines = text.splitlines()
    assert lines[0] == "/p/new  new file, +500 -0"
    assert lines[-1] == f"… {500 - MAX_LINES + 1} more lines"
    assert len(lines) == MAX_LINES + 2


def test_texts_too_large_to_compare_are_named_only() -> None:
    edit = FileEdit("/p/big", "a" * 300_000, "b" * 300_000)
    assert shown(render_edit(edit)) == "/p/big: too large to compare here\n"


def run(status: str, **fields: object) -> ToolCall:
    call = ToolCall(tool_call_id=ToolCallId("c"), title="`ls`", kind="execute", status="pending")
    return replace(call, status=status, **fields)


def test_a_command_shows_the_end_of_its_output() -> None:
    terminal = {"type": "terminal", "terminalId": "1", "output": "\n".join(map(str, range(20)))}
    lines = shown(tool_call(run("completed", content=(terminal,)))).splitlines()
    assert lines[:2] == ["✓ `ls`", f"  … {20 - MAX_OUTPUT_LINES} lines above"]
    assert lines[-1] == "  19"


def test_output_in_a_fence_is_shown_without_it() -> None:
    content = {"type": "content", "content": {"type": "text", "text": "```\nhello\n```"}}
    assert shown(tool_call(run("completed", content=(content,)))) == "✓ `ls`\n  hello\n"


def test_a_failed_call_says_why() -> None:
    assert shown(tool_call(run("failed", raw_output={"exitCode": 3}))) == (
        "✗ `ls`  failed: exit code 3\n"
    )
    reason = {"type": "content", "content": {"type": "text", "text": "Not\nallowed."}}
    failed = replace(EDIT, status="failed", content=(reason,))
    assert shown(tool_call(failed)) == "✗ Edit a.py  failed: Not allowed.\n"


def test_a_title_cannot_break_the_line_or_the_terminal() -> None:
    call = replace(EDIT, title="Edit\n\x1b[31ma.py\x07", content=(), status="in_progress")
    assert shown(tool_call(call)) == "▸ Edit a.py  runs\n"
