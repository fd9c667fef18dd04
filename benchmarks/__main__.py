"""`python -m benchmarks`."""

import argparse
import sys

import msgspec
from rich.console import Console

from benchmarks.samples import Row
from benchmarks.scale import FULL
from benchmarks.suite import BENCHMARKS
from benchmarks.table import table


def main() -> None:
    """Measure what was asked for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="every value, for programs")
    options = parser.parse_args()
    if unknown := set(options.names) - BENCHMARKS.keys():
        parser.error(
            f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}"
        )
    rows: list[Row] = []
    for name in options.names or BENCHMARKS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        rows += BENCHMARKS[name](FULL)
    if options.json:
        print(msgspec.json.encode(rows).decode())
    else:
        Console(width=None if sys.stdout.isatty() else 200).print(table(rows))


main()
