"""Writes or checks the generated files: see `easel_server.protocol.generate`."""

import argparse
import sys

import anyio

from easel_server.protocol.generate import outputs
from easel_server.protocol.generate.exchange.server import play_on_real_server
from easel_server.protocol.generate.exchange.story import read_stories, write_story
from easel_server.protocol.generate.glossary import ProseError


def main() -> int:
    """Run; 1 if `--check` found something out of date or the prose does not fit."""
    parser = argparse.ArgumentParser(prog="python -m easel_server.protocol.generate")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="only say what is out of date")
    action.add_argument("--record", action="store_true", help="record the examples anew first")
    arguments = parser.parse_args()
    try:
        if arguments.check:
            return _check()
        if arguments.record:
            _record()
        for path in outputs.write():
            print(f"wrote {path}")  # noqa: T201 (the answer to the command)
    except ProseError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _check() -> int:
    outdated = outputs.outdated()
    for path in outdated:
        print(f"out of date: {path} (run `make docs`)", file=sys.stderr)  # noqa: T201
    return 1 if outdated else 0


def _record() -> None:
    for name, story in read_stories().items():
        write_story(name, anyio.run(play_on_real_server, story))


if __name__ == "__main__":
    sys.exit(main())
