"""Edits are shortened for a dialog."""

from easel_server.plain_lsp.edit_summary import MAX_LINES, edit_summaries


def diff(old: str | None, new: str) -> dict[str, str | None]:
    return {"type": "diff", "path": "a.py", "oldText": old, "newText": new}


def test_only_changed_lines_are_shown() -> None:
    assert list(edit_summaries([diff("a\nb\nc", "a\nB\nc")])) == ["a.py\n- b\n+ B"]


def test_a_new_file_is_all_new() -> None:
    assert list(edit_summaries([diff(None, "a\n")])) == ["a.py\n+ a"]


def test_a_long_edit_is_cut_and_says_so() -> None:
    (summary,) = edit_summaries([diff("", "x\n" * 100)])
    lines = summary.splitlines()
    assert len(lines) == MAX_LINES + 2
    assert lines[-1] == f"… {100 - MAX_LINES} more changed lines"


def test_a_huge_edit_is_only_named_and_malformed_ones_are_left_out() -> None:
    huge = diff("", "x" * 300_000)
    assert list(edit_summaries([huge, {"type": "diff"}, {"type": "content"}])) == [
        "a.py\n(too large to compare here)"
    ]
