"""Two servers: what is deleted by the one is gone in the editors of the other."""

import shutil
from pathlib import Path

from anyio import to_thread

from easel_testing.cli import make_home
from easel_testing.easel_client import EaselClient
from easel_testing.sharing import folder_of


async def test_a_deleted_conversation_is_gone_for_its_observers(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await second.open(conversation)

    await first.act("delete", conversation)

    await second.deletion(conversation)
    error = await second.refused("conversation/open", conversationId=conversation)
    assert error.data["kind"] == "conversationNotFound"


async def test_a_deleted_conversation_is_gone_from_lists_of_other_servers(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await second.ask("conversation/list")

    await first.act("delete", conversation)

    await second.deletion(conversation)


async def test_what_the_command_deletes_is_gone_in_the_editors_that_have_it_open(
    first: EaselClient, tmp_path: Path
) -> None:
    conversation = await first.conversation()
    await first.prompt(conversation, "say done")
    await first.act("pause", conversation)
    home = make_home(tmp_path / "home")

    deleting = await to_thread.run_sync(home.run, "conversations", "delete", conversation)

    assert deleting.returncode == 0, deleting.stderr
    await first.deletion(conversation)
    await first.act("restore", conversation)
    await first.act("delete", conversation)
    await first.deletion(conversation)
    assert not first.deleted


async def test_a_folder_that_somebody_removes_takes_its_conversation_with_it(
    first: EaselClient, second: EaselClient, tmp_path: Path
) -> None:
    conversation = await first.conversation()
    await first.prompt(conversation, "say done")
    await first.act("pause", conversation)
    await second.ask("conversation/list")

    shutil.rmtree(folder_of(tmp_path, conversation))

    await first.deletion(conversation)
    await second.deletion(conversation)


async def test_what_one_server_deleted_another_restores_and_goes_on_with(
    first: EaselClient, second: EaselClient
) -> None:
    conversation = await first.conversation()
    await first.prompt(conversation, "say one")
    await first.act("delete", conversation)

    await second.act("restore", conversation)

    opened = await second.open(conversation)
    assert opened["access"] == "owner"
    await second.prompt(conversation, "say two")
    assert second.text(conversation) == "onetwo"
