"""The requests of a client besides session/prompt."""

from collections.abc import Callable, Mapping
from typing import NoReturn, TypeAlias

from easel_testing.test_agent.capabilities import (
    ALIASES,
    AUTH_METHODS,
    COMMANDS,
    MODES,
    OPTIONS,
    config_options,
    initialize_result,
    session_result,
)
from easel_testing.test_agent.exchange import Exchange
from easel_testing.test_agent.interpreter import GRAMMAR, run_steps
from easel_testing.test_agent.options import Feature
from easel_testing.test_agent.run import Core, Run
from easel_testing.test_agent.sessions import Session
from easel_testing.test_agent.wire import Json, JsonObject

Handler: TypeAlias = Callable[[Run, JsonObject], JsonObject | None]


class MethodError(Exception):
    """A request that is answered with an error."""

    def __init__(self, code: int, message: str, data: Json = None) -> None:
        super().__init__(message)
        self.code, self.message, self.data = code, message, data


def answer(core: Core, exchange: Exchange) -> None:
    """Hook, regular answer (unless the hook answered), second hook."""
    run = _run(core, exchange)
    try:
        _hook(run, core.options.on)
    except Exception as error:
        exchange.fail(-32603, f"{type(error).__name__}: {error}")
        raise
    if not exchange.settled:
        _answer_regularly(run, exchange)
    _hook(run.detached(), core.options.after)


def _run(core: Core, exchange: Exchange) -> Run:
    params = exchange.params
    if exchange.method in ("session/new", "session/fork"):
        session = core.store.create(str(params.get("cwd")), params.get("mcpServers") or [])
    else:
        session_id = str(params.get("sessionId"))
        session = core.store.live(session_id) or Session(session_id)
    return Run(core, session, session.id, exchange)


def _hook(run: Run, scripts: Mapping[str, str]) -> None:
    if script := scripts.get(run.answerable().method):
        run_steps(run, GRAMMAR.parse(script))


def _answer_regularly(run: Run, exchange: Exchange) -> None:
    feature, handler = METHODS.get(exchange.method, (None, _unknown))
    if feature is not None and feature not in run.core.options.features:
        handler = _unknown
    try:
        exchange.result(handler(run, exchange.params))
    except MethodError as error:
        exchange.fail(error.code, error.message, error.data)


def _unknown(run: Run, params: JsonObject) -> NoReturn:
    raise MethodError(-32601, "Method not found", {"method": run.answerable().method})


def _initialize(run: Run, params: JsonObject) -> JsonObject:
    run.core.client_capabilities = params.get("clientCapabilities")
    return initialize_result(run.core.options)


def _authenticate(run: Run, params: JsonObject) -> JsonObject:
    run.core.authenticated = True
    return {}


def _new(run: Run, params: JsonObject) -> JsonObject:
    if Feature.AUTH in run.core.options.features and not run.core.authenticated:
        raise MethodError(-32000, "Authentication required", {"authMethods": AUTH_METHODS})
    run.core.store.save(run.session)
    return {"sessionId": run.session.id, **_opened(run)}


def _opened(run: Run) -> JsonObject:
    if Feature.COMMANDS in run.core.options.features:
        update = {"sessionUpdate": "available_commands_update", "availableCommands": COMMANDS}
        params = {"sessionId": run.session.id, "update": update}
        run.answerable().when_settled(lambda: run.notify("session/update", params))
    return session_result(run.session, run.core.options)


def _restored(run: Run, params: JsonObject) -> Session:
    session = run.core.store.load(run.session.id)
    if session is None:
        raise MethodError(-32002, "Resource not found", {"sessionId": run.session.id})
    session.cwd = str(params.get("cwd"))
    session.mcp_servers = params.get("mcpServers") or []
    run.session = session
    return session


def _load(run: Run, params: JsonObject) -> JsonObject:
    if run.core.options.load == "empty":
        run.session = run.core.store.adopt(Session(run.session.id, str(params.get("cwd"))))
        return _opened(run)
    session = _restored(run, params)
    if run.core.options.load == "late":
        run.answerable().when_settled(lambda: _replay(run, session))
    else:
        _replay(run, session)
    return _opened(run)


def _replay(run: Run, session: Session) -> None:
    for update in list(session.history):
        run.notify("session/update", {"sessionId": session.id, "update": update})


def _resume(run: Run, params: JsonObject) -> JsonObject:
    _restored(run, params)
    return _opened(run)


def _fork(run: Run, params: JsonObject) -> JsonObject:
    parent = run.core.store.load(str(params.get("sessionId")))
    if parent is None:
        raise MethodError(-32002, "Resource not found", {"sessionId": params.get("sessionId")})
    run.session.memory = list(parent.memory)
    run.session.history = list(parent.history)
    return _new(run, params)


def _list(run: Run, params: JsonObject) -> JsonObject:
    sessions = [
        {"sessionId": session.id, "cwd": session.cwd, "title": session.title}
        for session in run.core.store.all()
        if params.get("cwd") in (None, session.cwd)
    ]
    return {"sessions": sessions}


def _close(run: Run, params: JsonObject) -> JsonObject:
    run.core.store.drop(run.session.id, forget=False)
    return {}


def _delete(run: Run, params: JsonObject) -> JsonObject:
    run.core.store.drop(run.session.id, forget=True)
    return {}


def _set_mode(run: Run, params: JsonObject) -> JsonObject:
    if params.get("modeId") not in MODES:
        raise MethodError(-32602, f"Invalid params: no mode {params.get('modeId')}")
    run.session.mode = params["modeId"]
    return {}


def _set_config_option(run: Run, params: JsonObject) -> JsonObject:
    option, value = str(params.get("configId")), str(params.get("value"))
    value = ALIASES.get(value, value)
    if value not in OPTIONS.get(option, ()):
        raise MethodError(-32602, f"Invalid params: no value {value} for {option}")
    run.session.options[option] = value
    return {"configOptions": config_options(run.session)}


METHODS: Mapping[str, tuple[Feature | None, Handler]] = {
    "initialize": (None, _initialize),
    "authenticate": (Feature.AUTH, _authenticate),
    "session/new": (None, _new),
    "session/load": (Feature.LOAD, _load),
    "session/resume": (Feature.RESUME, _resume),
    "session/fork": (Feature.FORK, _fork),
    "session/list": (Feature.LIST, _list),
    "session/close": (Feature.CLOSE, _close),
    "session/delete": (Feature.DELETE, _delete),
    "session/set_mode": (Feature.MODES, _set_mode),
    "session/set_config_option": (Feature.OPTIONS, _set_config_option),
}
