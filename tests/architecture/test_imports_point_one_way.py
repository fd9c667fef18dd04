"""The layout of the packages (ARCHITECTURE.md, "The rooms")."""

import ast
from collections.abc import Iterator
from pathlib import Path

import acp
import pytest

ROOT = Path(__file__).parents[2]

ROOMS = {
    "easel_server": ROOT / "server" / "easel_server",
    "easel_conversation": ROOT / "conversation" / "easel_conversation",
    "easel_acp": ROOT / "acp" / "easel_acp",
    "easel_canvas": ROOT / "canvas" / "easel_canvas",
}
MAY_IMPORT = {
    "easel_server": {"easel_conversation", "easel_acp", "easel_canvas"},
    "easel_acp": {"easel_conversation"},
    "easel_conversation": set[str](),
    "easel_canvas": set[str](),
}
THE_ONE_MODULE_THAT_IMPORTS_THE_SDK = ROOMS["easel_acp"] / "sdk.py"


def imported_packages(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    forbidden = ROOMS.keys() - MAY_IMPORT[room] - {room}
    offenders = [
        f"{source.relative_to(ROOT)} imports {package}"
        for source in ROOMS[room].rglob("*.py")
        for package in imported_packages(source)
        if package in forbidden
    ]
    assert offenders == []


def test_only_one_module_imports_the_acp_sdk() -> None:
    importers = [
        source
        for folder in ROOMS.values()
        for source in folder.rglob("*.py")
        if "acp" in imported_packages(source)
    ]
    assert importers in ([], [THE_ONE_MODULE_THAT_IMPORTS_THE_SDK])


def test_our_acp_folder_never_shadows_the_sdk() -> None:
    assert not (ROOT / "acp" / "__init__.py").exists()
    assert acp.__file__ is not None
    assert "site-packages" in acp.__file__


@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS.keys())
def test_every_package_is_typed(room: Path) -> None:
    assert (room / "py.typed").exists()
