"""Unpacks the editors of the tests into `.cache/editors`; says so where one cannot be had."""

import sys
from typing import Final

from easel_testing.debian import DebianProgram, UnavailableError
from easel_testing.emacs import EMACS
from easel_testing.helix import HELIX
from easel_testing.neovim_versions import NEWEST, OLDEST

EDITORS: Final[tuple[DebianProgram, ...]] = (OLDEST, NEWEST, EMACS, HELIX)


def main() -> None:
    """Install what can be had."""
    for editor in EDITORS:
        try:
            editor.install()
        except UnavailableError as reason:
            name = f"{editor.package} of Debian {editor.suite}"
            sys.stdout.write(f"{name} is unavailable, its tests will skip: {reason}\n")


if __name__ == "__main__":
    main()
