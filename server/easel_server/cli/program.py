"""How this command is called from the shell at hand."""

import shlex
import shutil
import sys
from pathlib import Path


def called_as() -> str:
    """`easel` where the shell finds it, else the path that it was started by."""
    if shutil.which("easel"):
        return "easel"
    started = Path(sys.argv[0])
    if started.stem == "easel":
        return shlex.quote(str(started.absolute()))
    return f"{shlex.quote(sys.executable)} -m easel_server.cli"
