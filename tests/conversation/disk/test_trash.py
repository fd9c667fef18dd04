"""How long the trash keeps what was deleted, and how much of it."""

import os
from pathlib import Path

from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.trash import deleted, expired, move_to_trash

DAY = 24 * 60 * 60
NOW = 1_700_000_000


def deleted_before(directory: Path, **days: float) -> Path:
    """A trash with conversations that were deleted so many days ago."""
    trash = directory / "trash"
    for name, ago in days.items():
        folder = ConversationFolder(directory / "conversations" / name)
        folder.make()
        move_to_trash(folder, trash)
        os.utime(trash / name, (NOW - ago * DAY,) * 2)
    return trash


def names(trash: Path, days: float, most: int) -> list[str]:
    return [each.folder.id for each in expired(trash, NOW, days * DAY, most)]


def test_what_was_deleted_last_comes_first(tmp_path: Path) -> None:
    trash = deleted_before(tmp_path, a=5, b=1, c=9)
    assert [each.folder.id for each in deleted(trash)] == ["b", "a", "c"]


def test_what_was_deleted_at_once_is_all_there(tmp_path: Path) -> None:
    trash = deleted_before(tmp_path, a=5, b=5, c=5)
    assert {each.folder.id for each in deleted(trash)} == {"a", "b", "c"}


def test_what_is_too_old_or_too_much_expires(tmp_path: Path) -> None:
    trash = deleted_before(tmp_path, a=5, b=1, c=9)
    assert names(trash, days=30, most=10) == []
    assert names(trash, days=5, most=10) == ["a", "c"]
    assert names(trash, days=30, most=1) == ["a", "c"]
    assert names(trash, days=0, most=10) == ["b", "a", "c"]


def test_the_time_of_the_deletion_counts_not_that_of_the_last_word(tmp_path: Path) -> None:
    folder = ConversationFolder(tmp_path / "conversations" / "a")
    folder.make()
    os.utime(folder.path, (NOW - 99 * DAY,) * 2)
    move_to_trash(folder, tmp_path / "trash")
    (entry,) = deleted(tmp_path / "trash")
    assert entry.since > NOW


def test_what_is_not_a_conversation_is_left_alone(tmp_path: Path) -> None:
    trash = deleted_before(tmp_path, a=5)
    (trash / ".hidden").mkdir()
    (trash / "file").write_text("")
    (trash / "link").symlink_to(tmp_path)
    assert [each.folder.id for each in deleted(trash)] == ["a"]
    assert deleted(tmp_path / "nowhere") == []
