"""The state folder is private, and what is wrong with it is said."""

import os
import stat
import sys
from pathlib import Path

import pytest

from easel_acp.catalogue import Host
from easel_server.settings import Settings, StateDirError, ensure_state_dir, state_dir

HOST = Host(Path("/home/ada"), {"DATA": "/data"}, "linux")


@pytest.mark.skipif(sys.platform != "linux", reason="other platforms have places of their own")
def test_the_folder_is_where_xdg_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_dir(Settings(), HOST) == tmp_path / "easel"


@pytest.mark.parametrize(
    ("setting", "folder"),
    [("/var/easel", "/var/easel"), ("~/easel", "/home/ada/easel"), ("$DATA/easel", "/data/easel")],
)
def test_the_setting_overrides_it(setting: str, folder: str) -> None:
    assert state_dir(Settings(state_dir=setting), HOST) == Path(folder)


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "easel"
    ensure_state_dir(folder)
    ensure_state_dir(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    ensure_state_dir(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_a_file_in_its_place_is_a_clear_error(tmp_path: Path) -> None:
    file = tmp_path / "easel"
    file.touch()
    for path in (file, file / "below"):
        with pytest.raises(StateDirError, match="cannot be used") as caught:
            ensure_state_dir(path)
        assert caught.value.path == path


def test_a_variable_that_is_not_set_makes_no_folder_of_its_name() -> None:
    with pytest.raises(StateDirError, match="not a full path"):
        ensure_state_dir(state_dir(Settings(state_dir="$UNSET/easel"), HOST))
