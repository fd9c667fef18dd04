"""The life of the process: start, signals, end of input, the latest possible end."""

import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from easel_testing.test_agent.calls import Calls
from easel_testing.test_agent.dispatcher import Dispatcher
from easel_testing.test_agent.interpreter import GRAMMAR, run_steps
from easel_testing.test_agent.journal import JournalWriter
from easel_testing.test_agent.monitor import Monitor
from easel_testing.test_agent.options import Options, parse_options
from easel_testing.test_agent.run import Core, Run
from easel_testing.test_agent.script import ScriptError
from easel_testing.test_agent.sessions import Session, SessionStore
from easel_testing.test_agent.wire import Wire

USAGE_STATUS = 2
MAX_LIFE_STATUS = 99


def main(arguments: Sequence[str]) -> NoReturn:
    """Runs until the end of the input (if it is not ignored), a signal, or `--max-life`."""
    options = parse_options(arguments)
    _check_hooks(options)
    monitor, wire = Monitor(), Wire()
    core = Core(
        options=options,
        wire=wire,
        journal=JournalWriter(options.journal),
        monitor=monitor,
        calls=Calls(wire, monitor),
        store=SessionStore(options.state),
    )
    _note_start(core)
    _handle_sigterm(core)
    _limit_life(core)
    _hook(core, "start")
    Dispatcher(core).run()
    core.journal.note("eof")
    _hook(core, "eof")
    if core.ignore_eof:
        monitor.wait_for(lambda: False)
    core.exit(0)


def _check_hooks(options: Options) -> None:
    for moment, script in [*options.on.items(), *options.after.items()]:
        try:
            GRAMMAR.parse(script)
        except ScriptError as error:
            sys.stderr.write(f"test agent: the script for {moment}, {error}\n")
            sys.exit(USAGE_STATUS)


def _note_start(core: Core) -> None:
    core.journal.note(
        "started",
        parent=os.getppid(),
        group=os.getpgrp(),
        session=os.getsid(0),
        cwd=os.getcwd(),
        environment=sorted(os.environ),
    )


def _handle_sigterm(core: Core) -> None:
    def handle(number: int, frame: FrameType | None) -> None:
        core.journal.note("signal", signal=signal.Signals(number).name)
        if not core.ignore_sigterm:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    signal.signal(signal.SIGTERM, handle)


def _limit_life(core: Core) -> None:
    """Nothing that a failing test leaves behind lives for ever."""
    timer = threading.Timer(core.options.max_life, core.exit, [MAX_LIFE_STATUS])
    timer.daemon = True
    timer.start()


def _hook(core: Core, moment: str) -> None:
    if script := core.options.on.get(moment):
        nobody = Session("none")
        run_steps(Run(core, nobody, nobody.id), GRAMMAR.parse(script))
