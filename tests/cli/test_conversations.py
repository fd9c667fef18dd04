"""`easel conversations`, on a home with conversations in it."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import anyio
import pytest

from easel_server.cli.conversations.listing import age
from easel_server.cli.conversations.naming import short_ids
from easel_server.cli.server_process import own_server
from easel_server.cli.state import CommandState
from easel_server.protocol.conversation import CreateParams
from easel_testing.cli import Home, make_home

LAST_COLUMN = ["TITLE", "AND", "LAST", "LINE"]
FIRST = "say # Milk\nsay is out\ntool t title=Fridge status=completed"


@pytest.fixture(scope="module")
def talked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, list[str]]:
    """A home with two conversations, the older one first."""
    home = make_home(tmp_path_factory.mktemp("talked") / "home")
    home.state.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patched:
        for name, value in home.env.items():
            patched.setenv(name, value)
        ids = anyio.run(_talk, home)
    return home, ids


async def _talk(home: Home) -> list[str]:
    ids = []
    async with own_server(CommandState(home.state, home.state), home.project) as client:
        for title, prompts in (("Groceries", [FIRST, "say later"]), ("Empty-handed", ["say no"])):
            info = await client.create(CreateParams(title=title, cwd=home.project.as_uri()))
            for prompt in prompts:
                await client.prompt(info.id, prompt)
            ids.append(str(info.id))
    return ids


def test_they_are_listed_with_what_tells_them_apart(talked: tuple[Home, list[str]]) -> None:
    home, (older, newer) = talked
    result = home.run("conversations", "list")
    assert result.returncode == 0, result.stderr
    head, first, second = result.stdout.splitlines()
    assert head.split() == ["ID", "AGE", "STATUS", "AGENT", "FOLDER", *LAST_COLUMN]
    assert re.fullmatch(
        rf"{newer[:8]}  \d+[sm] +idle +scripted +~/project +Empty-handed  no", first.rstrip()
    )
    assert second.split()[0] == older[:8]
    assert "\x1b" not in result.stdout


def test_words_search_what_was_said(talked: tuple[Home, list[str]]) -> None:
    home, (older, _) = talked
    lines = home.run("conversations", "list", "milk", "OUT").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["ID", older[:8]]
    assert "no such conversation" in home.run("conversations", "list", "nowhere").stdout


def test_a_list_for_programs_is_what_the_server_tells(talked: tuple[Home, list[str]]) -> None:
    home, (older, newer) = talked
    listed = json.loads(home.run("conversations", "list", "--json", "--here").stdout)
    assert [each["id"] for each in listed["conversations"]] == [newer, older]
    assert listed["conversations"][1]["turns"] == 2


def test_one_is_shown_as_in_a_chat(talked: tuple[Home, list[str]]) -> None:
    home, (older, _) = talked
    whole = home.run("conversations", "show", older[:6])
    end = home.run("conversations", "show", older, "--turns", "1")
    assert whole.returncode == 0, whole.stderr
    assert "> say is out" in whole.stdout
    assert "✓ Fridge" in whole.stdout
    assert "> say later" in whole.stdout
    assert "Fridge" not in end.stdout
    assert end.stdout.startswith("> say later")


def test_one_is_exported_to_stdout_or_into_a_file(talked: tuple[Home, list[str]]) -> None:
    home, (older, newer) = talked
    text = home.run("conversations", "export", "last").stdout
    target = home.project / "story.json"
    written = home.run("conversations", "export", older, "--format", "json", "-o", "story.json")
    assert text.startswith(f"<!-- easel: {newer} -->")
    assert written.stdout == ""
    assert json.loads(target.read_text())["conversation"]["id"] == older


@pytest.mark.parametrize(
    ("named", "said"),
    [("nowhere", "There is no conversation 'nowhere'"), ("", "is the beginning of 2 ids")],
)
def test_a_name_that_is_nobodys_or_two_peoples_says_so(
    talked: tuple[Home, list[str]], named: str, said: str
) -> None:
    home, _ = talked
    result = home.run("conversations", "show", named)
    assert result.returncode == 1
    assert said in result.stderr


def test_one_is_deleted_and_restored(talked: tuple[Home, list[str]]) -> None:
    home, (older, _) = talked
    deleted = home.run("conversations", "delete", older[:8])
    listed = home.run("conversations", "list").stdout
    trash = home.run("conversations", "list", "--deleted").stdout
    restored = home.run("conversations", "restore", "last")
    assert f"conversations restore {older}" in deleted.stdout
    assert older[:8] not in listed
    assert older[:8] in trash
    assert restored.stdout == "Restored: Groceries\n"
    assert older[:8] in home.run("conversations", "list").stdout


def test_ids_are_completed_in_the_shell(talked: tuple[Home, list[str]]) -> None:
    home, (older, newer) = talked
    words = {"COMP_WORDS": "easel conversations show ", "COMP_CWORD": "3"}
    result = Home(home.path, {"_EASEL_COMPLETE": "bash_complete", **words}).run()
    assert [line.split(",")[1] for line in result.stdout.splitlines()] == ["last", newer, older]


def test_nothing_is_there_before_the_first_word(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    assert home.run("conversations", "list").stdout.startswith("There is no conversation yet. ")
    assert home.run("conversations", "list", "--deleted").stdout == "Nothing is in the trash.\n"
    assert home.run("conversations", "show", "last").stderr == (
        "easel: There is no conversation yet.\n"
    )
    home.wait_until_empty()


def test_ids_are_shortened_as_far_as_they_stay_different() -> None:
    assert short_ids(["0123456789", "abcdefghij"]) == {
        "0123456789": "01234567",
        "abcdefghij": "abcdefgh",
    }
    assert short_ids(["0123456789", "0123456700"])["0123456789"] == "012345678"


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2026-01-01T11:59:48.000Z", "12s"),
        ("2026-01-01T11:55:00.000Z", "5m"),
        ("2026-01-01T09:00:00.000Z", "3h"),
        ("2025-11-22T12:00:00.000Z", "40d"),
        ("2026-01-01T12:00:09.000Z", "0s"),
    ],
)
def test_an_age_is_short(at: str, shown: str) -> None:
    assert age(at, datetime(2026, 1, 1, 12, tzinfo=UTC)) == shown
