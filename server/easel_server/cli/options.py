"""Options that several commands have."""

from pathlib import Path

import click
from click.shell_completion import CompletionItem


def _complete_agent(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from easel_server.cli.catalogue import read_catalogue  # noqa: PLC0415  (only for completion)

    agents = read_catalogue().catalogue.agents
    return [
        CompletionItem(agent.id, help=agent.name)
        for agent in agents
        if agent.available and agent.id.startswith(incomplete)
    ]


def _complete_conversation(
    _: click.Context, __: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from easel_server.cli.conversations.naming import candidates  # noqa: PLC0415  (as above)
    from easel_server.cli.state import command_state  # noqa: PLC0415

    found = candidates(command_state().directory, incomplete, most=50)
    return [CompletionItem(id_, help=title) for id_, title in found]


agent = click.option(
    "--agent",
    metavar="NAME",
    shell_complete=_complete_agent,
    help="The agent to talk to; `easel agents` lists them.  [default: the first that can start]",
)
cwd = click.option(
    "--cwd",
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    default=".",
    help="The folder that the agent works in.  [default: this one]",
)
conversation = click.argument("conversation", metavar="ID", shell_complete=_complete_conversation)
some_conversations = click.argument(
    "conversation",
    metavar="ID...",
    nargs=-1,
    required=True,
    shell_complete=_complete_conversation,
)
some_deleted = click.argument("conversation", metavar="ID...", nargs=-1, required=True)
resume = click.option(
    "--resume",
    metavar="[ID]",
    is_flag=False,
    flag_value="last",
    shell_complete=_complete_conversation,
    help="Go on with an earlier conversation: its id, the beginning of it, or nothing for the "
    "newest one.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
