"""The command `easel`.

Editors start `easel serve` and wait for it, so that one goes past everything that only the other
commands need. `main` must stay free of imports for the same reason.
"""

import sys

_PLAIN_SERVE = (["serve"], ["serve", "--stdio"])
_INTERRUPTED = 130


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        sys.exit(_run())
    except KeyboardInterrupt:  # while it still imports
        sys.exit(_INTERRUPTED)


def _run() -> int:
    if sys.argv[1:] in _PLAIN_SERVE:
        from easel_server.cli.serving import serve_stdio  # noqa: PLC0415  (see above)

        return serve_stdio()
    from easel_server.cli.app import run  # noqa: PLC0415  (see above)

    return run()
