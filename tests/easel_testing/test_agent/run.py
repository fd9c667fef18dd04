"""What a step can use: the agent it runs in and the turn it belongs to."""

import os
from dataclasses import dataclass, replace
from typing import NoReturn

from easel_testing.test_agent.calls import Call, Calls
from easel_testing.test_agent.exchange import Exchange, Stopped
from easel_testing.test_agent.journal import JournalWriter
from easel_testing.test_agent.monitor import Monitor
from easel_testing.test_agent.options import Options
from easel_testing.test_agent.sessions import Session, SessionStore
from easel_testing.test_agent.wire import Json, JsonObject, Wire


@dataclass
class Core:
    """The parts of the agent that live as long as the process."""

    options: Options
    wire: Wire
    journal: JournalWriter
    monitor: Monitor
    calls: Calls
    store: SessionStore
    client_capabilities: Json = None
    authenticated: bool = False
    terminal: str = ""
    ignore_sigterm: bool = False
    ignore_eof: bool = False
    deaf: bool = False

    def exit(self, code: int) -> NoReturn:
        """Ends the process at once, whatever its threads do."""
        self.journal.note("exit", code=code)
        os._exit(code)


@dataclass
class Run:
    """One script under way. `exchange` is None where nothing is to be answered.

    `interruptible` is False for scripts that a stopped turn does not stop (reactions to a cancel,
    late steps).
    """

    core: Core
    session: Session
    session_id: str
    exchange: Exchange | None = None
    interruptible: bool = True
    waiting: bool = True
    message_id: str | None = None
    meta: JsonObject | None = None

    def detached(self) -> "Run":
        return replace(self, interruptible=False)

    def stopped(self) -> bool:
        return self.interruptible and self.exchange is not None and self.exchange.stopped

    def check(self) -> None:
        """Raises Stopped once the turn is to end."""
        if self.stopped():
            raise Stopped

    def pause(self, seconds: float | None) -> None:
        """Waits (None: for ever); raises Stopped as soon as the turn is to end."""
        self.core.monitor.wait_for(self.stopped, seconds)
        self.check()

    def update(self, update: JsonObject) -> None:
        if self.session_id == self.session.id:
            self.session.history.append(update)
        params = {"sessionId": self.session_id, "update": self.decorate(update)}
        self.notify("session/update", params)

    def decorate(self, update: JsonObject) -> JsonObject:
        return update if self.meta is None else update | {"_meta": self.meta}

    def notify(self, method: str, params: Json) -> None:
        self.core.wire.send({"jsonrpc": "2.0", "method": method, "params": params})

    def chunk(self, kind: str, content: Json) -> JsonObject:
        update: JsonObject = {"sessionUpdate": kind, "content": content}
        return update if self.message_id is None else update | {"messageId": self.message_id}

    def say(self, text: str) -> None:
        self.update(self.chunk("agent_message_chunk", {"type": "text", "text": text}))

    def ask(self, label: str, method: str, params: JsonObject) -> Call:
        params = {"sessionId": self.session_id, **params}
        return self.core.calls.send(label, method, params, deferred=not self.waiting)

    def answer(self, call: Call) -> Call:
        """Waits for the response; raises Stopped as soon as the turn is to end."""
        self.core.monitor.wait_for(lambda: call.reply is not None or self.stopped())
        self.check()
        return call

    def tell(self, call: Call, text: str) -> None:
        """Says an answer, once and for all."""
        self.say(text)
        self.core.calls.was_told(call)

    def until_told(self, call: Call) -> None:
        """Waits until another step has said this answer."""
        self.core.monitor.wait_for(lambda: call.told)

    def answerable(self) -> Exchange:
        """The exchange to be answered; raises Stopped where there is none."""
        if self.exchange is None:
            raise Stopped
        return self.exchange

    def settling(self) -> Exchange:
        """As `answerable`, with the session on disk before the client hears of the end."""
        exchange = self.answerable()
        if self.core.store.live(self.session.id) is self.session:
            self.core.store.save(self.session)
        return exchange
