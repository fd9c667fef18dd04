"""`easel lease show`."""

import sys
from datetime import UTC, datetime

from easel_server.cli import console
from easel_server.cli.errors import ExitCode
from easel_server.cli.lease.access import named_lease
from easel_server.cli.lease.words import standing
from easel_server.io.jsonrpc import encode
from easel_server.protocol.lease import LeaseGetResult


def show_lease(named: str, *, as_json: bool) -> int:
    """Print it, in words or as `easel/lease/get` has it."""
    lease = named_lease(named).lease
    if as_json:
        sys.stdout.write(f"{encode(LeaseGetResult(lease=lease)).decode()}\n")
    else:
        words = standing(lease, datetime.now(UTC))
        console.stdout().print(words, markup=False, soft_wrap=True)
    return ExitCode.OK
