"""`easel conversations`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from easel_server.cli import options

if TYPE_CHECKING:
    from easel_server.protocol.conversation import ExportFormat


@click.group(short_help="List, show, export, delete and restore conversations.")
def conversations() -> None:
    """List, show, export, delete and restore conversations.

    An ID may be the beginning of one, or `last` for the newest.

    \b
    Examples:
      easel conversations list
      easel conversations show last
      easel conversations export 3f2a > story.chat.md
      easel conversations delete 3f2a
    """


@conversations.command("list", short_help="List conversations, newest first.")
@click.argument("words", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All of them, not only the newest 20.")
@click.option("--here", is_flag=True, help="Only those of this folder.")
@click.option("--deleted", is_flag=True, help="Those in the trash.")
@options.as_json
def list_(
    *, words: tuple[str, ...], everything: bool, here: bool, deleted: bool, as_json: bool
) -> int:
    """List conversations, newest first; with WORDS those that contain them all.

    \b
    Examples:
      easel conversations list
      easel conversations list flaky test
      easel conversations list --json | jq -r '.conversations[].title'
    """
    from easel_server.cli.conversations.listing import (  # noqa: PLC0415  (terminal libraries)
        ListOptions,
        list_conversations,
    )

    cwd = Path.cwd() if here else None
    return list_conversations(ListOptions(" ".join(words), cwd, everything, deleted, as_json))


@conversations.command()
@options.conversation
@click.option("--turns", type=click.IntRange(min=1), help="Only so many, the last ones.")
def show(*, conversation: str, turns: int | None) -> int:
    """Print what was said and done.

    \b
    Examples:
      easel conversations show last --turns 1
    """
    from easel_server.cli.conversations.exporting import (  # noqa: PLC0415  (as above)
        show_conversation,
    )

    return show_conversation(conversation, turns)


@conversations.command()
@options.conversation
@click.option(
    "--format",
    "format_",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    help="For people, or for programs.  [default: markdown]",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, resolve_path=True, path_type=Path),
    help="The file to write.  [default: stdout]",
)
def export(*, conversation: str, format_: "ExportFormat", output: Path | None) -> int:
    """Give a conversation out, all of it.

    Markdown in a file whose name ends in .chat.md is a chat that an editor can go on with.

    \b
    Examples:
      easel conversations export last -o story.chat.md
      easel conversations export 3f2a --format json | jq '.events | length'
    """
    from easel_server.cli.conversations.exporting import (  # noqa: PLC0415  (as above)
        export_conversation,
    )

    return export_conversation(conversation, format_, output)


@conversations.command()
@options.some_conversations
def delete(*, conversation: tuple[str, ...]) -> int:
    """Put conversations into the trash.

    They can be restored for as long as the settings limits.trash* say.

    \b
    Examples:
      easel conversations delete 3f2a 81c0
    """
    from easel_server.cli.conversations.deleting import (  # noqa: PLC0415  (as above)
        delete_conversations,
    )

    return delete_conversations(conversation)


@conversations.command()
@options.some_deleted
def restore(*, conversation: tuple[str, ...]) -> int:
    """Take conversations out of the trash.

    \b
    Examples:
      easel conversations list --deleted
      easel conversations restore last
    """
    from easel_server.cli.conversations.deleting import (  # noqa: PLC0415  (as above)
        restore_conversations,
    )

    return restore_conversations(conversation)
