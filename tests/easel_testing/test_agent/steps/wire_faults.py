"""Steps that break the wire. Each of FAULTS is one line, without its end, wrong in one way."""

import os
import time
from collections.abc import Callable, Mapping
from typing import TypeAlias, cast, get_args

from easel_testing.test_agent.calls import IdPolicy
from easel_testing.test_agent.run import Run
from easel_testing.test_agent.script import text_of
from easel_testing.test_agent.steps.table import StepTable
from easel_testing.test_agent.wire import JsonObject, encode

STDERR_LINE = b"warning: something of no interest happened in the test agent, line after line\n"
INSIDE_CHARACTER_SECONDS = 0.02
DEEP = 100_000
FaultLine: TypeAlias = Callable[[Run], bytes]


def _update_line(session_id: str, update: str) -> bytes:
    head = '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"%s","update":%s}}'
    return (head % (session_id, update)).encode()


def _chunk_line(run: Run, text: str) -> bytes:
    content = '{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"%s"}}'
    return _update_line(run.session_id, content % text)


def _update(update: str) -> FaultLine:
    return lambda run: _update_line(run.session_id, update)


def _string_id(run: Run) -> bytes:
    answered = None if run.exchange is None else str(run.exchange.request_id)
    return encode({"jsonrpc": "2.0", "id": answered, "result": {"stopReason": "end_turn"}})[:-1]


def _meta_hijack(run: Run) -> bytes:
    update = {"sessionUpdate": "agent_message_chunk", "content": {"type": "text", "text": "x"}}
    meta = {"session_id": "HIJACK", "update": 0}
    params: JsonObject = {"sessionId": run.session_id, "update": update, "_meta": meta}
    return encode({"jsonrpc": "2.0", "method": "session/update", "params": params})[:-1]


FAULTS: Mapping[str, FaultLine] = {
    "scalar": lambda run: b"42",
    "string": lambda run: b'"just a string"',
    "array": lambda run: b"[]",
    "null": lambda run: b"null",
    "empty": lambda run: b"",
    "nan": _update('{"sessionUpdate":"usage_update","used":NaN,"size":-Infinity}'),
    "bad-utf8": lambda run: _chunk_line(run, "@").replace(b"@", b"\xff\xc3"),
    "surrogate": lambda run: _chunk_line(run, r"\ud83d"),
    "bom": lambda run: b"\xef\xbb\xbf" + _chunk_line(run, "after a byte order mark"),
    "crlf": lambda run: _chunk_line(run, "before a carriage return") + b"\r",
    "unknown-update": _update('{"sessionUpdate":"hologram","beam":[1,2]}'),
    "no-update": _update("null"),
    "unknown-notification": lambda run: b'{"jsonrpc":"2.0","method":"_test/unheard_of"}',
    "unknown-request": lambda run: b'{"jsonrpc":"2.0","id":"u","method":"test/unheard_of"}',
    "unknown-response": lambda run: b'{"jsonrpc":"2.0","id":987654,"result":{}}',
    "string-id": _string_id,
    "meta-hijack": _meta_hijack,
    "nested-jsonrpc": _update(
        '{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"nested"},'
        '"_meta":{"jsonrpc":"2.0","id":1,"method":"exit"}}'
    ),
    "deep": _update("[" * DEEP + "]" * DEEP),
}


def _fault(run: Run, argument: str) -> None:
    run.core.wire.write(FAULTS[argument](run) + b"\n")


def _raw(run: Run, argument: str) -> None:
    run.core.wire.write(argument.encode("utf-8", "surrogatepass") + b"\n")


def _partial(run: Run, argument: str) -> None:
    run.core.wire.write(argument.encode())


def _huge_line(run: Run, argument: str) -> None:
    run.say("h" * int(argument))


def _split_utf8(run: Run, argument: str) -> None:
    update = run.chunk("agent_message_chunk", {"type": "text", "text": text_of(argument)})
    params: JsonObject = {"sessionId": run.session_id, "update": update}
    line = encode({"jsonrpc": "2.0", "method": "session/update", "params": params})
    for character in line.decode():
        for index, byte in enumerate(character.encode()):
            if index:
                time.sleep(INSIDE_CHARACTER_SECONDS)
            run.core.wire.write(bytes([byte]))


def _stderr(run: Run, argument: str) -> None:
    os.write(2, text_of(argument).encode() + b"\n")


def _stderr_flood(run: Run, argument: str) -> None:
    left = int(argument)
    block = STDERR_LINE * 50
    while left > 0:
        run.check()
        left -= os.write(2, block[: max(left, 1)])


def _ids(run: Run, argument: str) -> None:
    if argument not in get_args(IdPolicy):
        raise ValueError(f"no such policy for ids: {argument}")
    run.core.calls.policy = cast("IdPolicy", argument)


def _refuse(run: Run, argument: str) -> None:
    error = {"code": -32601, "message": "Method not found"}
    run.core.wire.send({"jsonrpc": "2.0", "id": None, "error": error})


STEPS: StepTable = {
    "fault": _fault,
    "noise": _raw,
    "raw": _raw,
    "partial": _partial,
    "huge-line": _huge_line,
    "split-utf8": _split_utf8,
    "stderr": _stderr,
    "stderr-flood": _stderr_flood,
    "ids": _ids,
    "refuse": _refuse,
}
