"""Which conversations an editor without a plug-in is shown."""

from pathlib import Path

from easel_server.plain_lsp.attention import concerns

MINE, THEIRS = [Path("/mine")], [Path("/theirs")]


def test_those_in_its_folders_and_below_them() -> None:
    assert concerns("/mine", MINE, [THEIRS])
    assert concerns("/mine/deeper", MINE, [THEIRS])
    assert not concerns("/mine-too", MINE, [[Path("/mine-too")]])


def test_none_of_those_in_the_folders_of_others() -> None:
    assert not concerns("/theirs/deeper", MINE, [THEIRS])
    assert not concerns("/theirs", [], [THEIRS])


def test_those_that_lie_in_nobodys_folders_so_that_somebody_can_answer() -> None:
    assert concerns("/elsewhere", MINE, [THEIRS])
    assert concerns("/elsewhere", [], [])
