"""The command line of `easel-practice`."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from easel_acp.practice_agent.pace import DEFAULT_PACE, PACES

DESCRIPTION = """\
A practice agent for the Agent Client Protocol (ACP). It speaks JSON-RPC over
stdin and stdout, one message per line, and is meant to be started by a client.
It needs no key and no network: it shows streaming, plans, tool calls,
permissions, forms, modes, options and commands, and does nothing unasked.
"""
STATE_VARIABLE = "EASEL_PRACTICE_STATE"
LOGIN_VARIABLE = "EASEL_PRACTICE_WANTS_LOGIN"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the agent until its client closes stdin; returns the exit code."""
    arguments = _parser().parse_args(argv)
    state_dir = arguments.state_dir or _default_state_dir()
    if arguments.login:
        return _log_in(state_dir)
    if sys.stdin.isatty():
        print(  # noqa: T201 (stderr, for the person who started it by hand)
            "easel-practice waits for an ACP client on stdin. Ctrl-D ends it; --help explains.",
            file=sys.stderr,
        )
    serve = _load_server()
    return serve(state_dir, arguments.pace, wants_login=arguments.wants_login)


def _log_in(state_dir: Path) -> int:
    from easel_acp.practice_agent.login import Login  # noqa: PLC0415 (brings the SDK)

    Login(state_dir, wanted=True).remember()
    print("You are logged in to the practice agent.")  # noqa: T201 (a person started this)
    return 0


def _load_server() -> Callable[..., int]:
    """Import the server and with it the SDK: most of the start-up time, not for `--help` to pay.

    What it makes lives as long as the process. Keeping the garbage collector away from it makes
    the start a little and the end a lot faster.
    """
    gc.disable()
    from easel_acp.practice_agent.server import run  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    return run


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="easel-practice",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version", action="version", version=f"easel-practice {version('easel-ls')}"
    )
    parser.add_argument(
        "--pace",
        choices=list(PACES),
        default=DEFAULT_PACE,
        help="how fast answers stream in new sessions (default: %(default)s)",
    )
    parser.add_argument(
        "--state-dir",
        type=Path,
        help=f"where sessions are kept (default: ${STATE_VARIABLE}, else the user's state folder)",
    )
    parser.add_argument(
        "--wants-login",
        action="store_true",
        default=bool(os.environ.get(LOGIN_VARIABLE)),
        help=f"open no session before a login (default: if ${LOGIN_VARIABLE} is set)",
    )
    parser.add_argument(
        "--login", action="store_true", help="log in, as a client has it done in a terminal"
    )
    return parser


def _default_state_dir() -> Path:
    if configured := os.environ.get(STATE_VARIABLE):
        return Path(configured)
    from platformdirs import user_state_path  # noqa: PLC0415 (only when it is needed)

    return user_state_path("easel", appauthor=False) / "practice-agent"
