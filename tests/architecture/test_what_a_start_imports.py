"""An editor waits for `initialize`, so what the server imports before it is no more than needed."""

import subprocess
import sys

LATER = {
    "acp",
    "easel_acp.process",
    "easel_acp.terminals",
    "easel_acp.worker.workers",
    "easel_canvas.builtin",
    "easel_canvas.host.session",
    "importlib.metadata",
    "jsonschema_rs",
    "psutil",
    "websockets",
}
"""What runs agents and shows canvases, the other transports, and what only one request needs."""


def test_nothing_that_runs_agents_is_imported_before_initialize_is_answered() -> None:
    code = "import sys, easel_server.cli.serving; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert LATER.isdisjoint(run.stdout.split())
