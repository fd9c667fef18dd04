"""Writes or checks the generated files: see `easel_server.protocol.generate`."""

import argparse
import sys

from easel_server.protocol.generate import outputs


def main() -> int:
    """Run; 1 if `--check` found something out of date."""
    parser = argparse.ArgumentParser(prog="python -m easel_server.protocol.generate")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="only say what is out of date")
    arguments = parser.parse_args()
    if arguments.check:
        return _check()
    for path in outputs.write():
        print(f"wrote {path}")  # noqa: T201 (the answer to the command)
    return 0


def _check() -> int:
    outdated = outputs.outdated()
    for path in outdated:
        print(f"out of date: {path} (run `make docs`)", file=sys.stderr)  # noqa: T201
    return 1 if outdated else 0


if __name__ == "__main__":
    sys.exit(main())
