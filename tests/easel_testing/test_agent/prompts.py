"""Turns: a prompt is a script, and a cancel finds the turns it is meant for."""

import threading
from collections.abc import Callable

from easel_testing.test_agent.exchange import Exchange
from easel_testing.test_agent.interpreter import GRAMMAR, run_steps, start
from easel_testing.test_agent.options import Feature
from easel_testing.test_agent.run import Core, Run
from easel_testing.test_agent.script import ScriptError, Step
from easel_testing.test_agent.wire import JsonObject


class Prompts:
    """The turns under way. Its public methods are called by the reading thread alone."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._lock = threading.Lock()
        self._live: list[Run] = []
        self._poisoned = False

    def begin(self, exchange: Exchange) -> None:
        """Registers the turn at once, so that a cancel right behind the prompt finds it."""
        session_id = exchange.params.get("sessionId")
        session = self._core.store.live(str(session_id))
        if session is None:
            exchange.fail(-32002, "Resource not found", {"sessionId": session_id})
            return
        run = Run(self._core, session, session.id, exchange)
        if self._found(lambda other: other.session is session and not other.answerable().answering):
            self._core.journal.note("overlap", session=session.id)
        with self._lock:
            self._live.append(run)
        exchange.when_settled(lambda: self._forget(run))
        if self._poisoned:
            self._poisoned = False
            exchange.fail(-32603, "Internal error", {"details": "a stale cancel was pending"})
            return
        try:
            steps = self._steps(exchange)
        except ScriptError as error:
            exchange.fail(-32602, str(error))
            return
        exchange.on_cancel = [s.inner for s in steps if s.verb == "on-cancel" and s.inner]
        threading.Thread(target=_play, args=(run, exchange, steps), daemon=True).start()

    def _steps(self, exchange: Exchange) -> list[Step]:
        hook = GRAMMAR.parse(self._core.options.on.get(exchange.method, ""))
        text = _prompt_text(exchange.params)
        try:
            return hook + GRAMMAR.parse(text)
        except ScriptError:
            if self._core.options.plain:
                return [*hook, Step("say", text)]
            raise

    def cancel_session(self, params: JsonObject) -> None:
        session_id = params.get("sessionId")
        concerned = self._found(lambda run: run.session.id == session_id)
        if not concerned:
            self._core.journal.note("stale-cancel", session=session_id)
            self._poisoned = self._core.options.stale_cancel_poisons
        for run in concerned:
            _cancel(run)

    def cancel_request(self, params: JsonObject) -> None:
        request_id = params.get("requestId")
        for run in self._found(lambda run: run.answerable().request_id == request_id):
            _cancel(run)

    def steer(self, exchange: Exchange) -> None:
        """`_session/steering`: says the text in the running turn, if there is one."""
        if Feature.STEERING not in self._core.options.features:
            exchange.fail(-32601, "Method not found", {"method": exchange.method})
            return
        session_id = exchange.params.get("sessionId")
        running = self._found(lambda run: run.session.id == session_id)
        for run in running:
            run.detached().say(f"steered: {_prompt_text(exchange.params)}")
        exchange.result({"outcome": "injected" if running else "promptRequired"})

    def _found(self, wanted: Callable[[Run], bool]) -> list[Run]:
        with self._lock:
            return [run for run in self._live if wanted(run)]

    def _forget(self, run: Run) -> None:
        with self._lock:
            if run in self._live:
                self._live.remove(run)


def _prompt_text(params: JsonObject) -> str:
    """What a person typed: the text blocks of a prompt, one below the other."""
    blocks = params.get("prompt") or []
    return "\n".join(str(block.get("text")) for block in blocks if _is_typed(block))


def _is_typed(block: JsonObject) -> bool:
    """Text, unless it is annotated: that is for the agent to know, and no step of a script."""
    return block.get("type") == "text" and not block.get("annotations")


def _play(run: Run, exchange: Exchange, steps: list[Step]) -> None:
    """The whole turn: remembers the prompt, runs the script, answers if no step has."""
    user = {"type": "text", "text": _prompt_text(exchange.params)}
    run.session.history.append({"sessionUpdate": "user_message_chunk", "content": user})
    run.core.store.save(run.session)
    try:
        finished = run_steps(run, steps)
    except Exception as error:
        exchange.fail(-32603, f"{type(error).__name__}: {error}")
        raise
    if not exchange.settled:
        run.settling().result({"stopReason": "end_turn" if finished else "cancelled"})
    if script := run.core.options.after.get(exchange.method):
        run_steps(run.detached(), GRAMMAR.parse(script))


def _cancel(run: Run) -> None:
    """A second cancel of the same turn changes nothing."""
    exchange = run.answerable()
    if not exchange.on_cancel:
        exchange.stop()
    elif not exchange.cancelled:
        start(run.detached(), exchange.on_cancel)
    exchange.cancelled = True
