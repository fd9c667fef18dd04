"""`easel completion`."""

import click
from click.shell_completion import get_completion_class

_INSTALL = {
    "bash": "easel completion bash > ~/.local/share/bash-completion/completions/easel",
    "zsh": "easel completion zsh > ~/.zfunc/_easel    (with ~/.zfunc in fpath)",
    "fish": "easel completion fish > ~/.config/fish/completions/easel.fish",
}


@click.command(short_help="Print the script for completion in your shell.")
@click.argument("shell", type=click.Choice(list(_INSTALL)))
@click.pass_context
def completion(context: click.Context, *, shell: str) -> None:
    """Print the script that makes Tab complete `easel` in your shell.

    \b
    Examples:
      eval "$(easel completion bash)"     try it now
      easel completion fish > ~/.config/fish/completions/easel.fish
    """
    shell_completion = get_completion_class(shell)
    assert shell_completion is not None, "click knows every shell that is offered"
    root = context.find_root().command
    script = shell_completion(root, {}, "easel", "_EASEL_COMPLETE").source().strip()
    head, newline, rest = script.partition("\n")
    note = f"# Install: {_INSTALL[shell]}"
    # zsh wants `#compdef` on the first line.
    lines = (
        [head, newline, note, "\n", rest] if head.startswith("#compdef") else [note, "\n", script]
    )
    click.echo("".join(lines))
