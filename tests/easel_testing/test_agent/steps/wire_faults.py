"""Steps that break the wire."""

import os
import time
from typing import cast, get_args

from easel_testing.test_agent.calls import IdPolicy
from easel_testing.test_agent.run import Run
from easel_testing.test_agent.script import text_of
from easel_testing.test_agent.steps.table import StepTable
from easel_testing.test_agent.wire import JsonObject, encode

STDERR_LINE = b"warning: something of no interest happened in the test agent, line after line\n"
INSIDE_CHARACTER_SECONDS = 0.02
DEEP = 100_000


def _update_line(session_id: str, update: str) -> bytes:
    head = '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"%s","update":%s}}'
    return (head % (session_id, update)).encode()


def _chunk_line(session_id: str, text: str) -> bytes:
    content = '{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"%s"}}'
    return _update_line(session_id, content % text)


def _fault_lines(run: Run) -> dict[str, bytes]:
    """Each line (without its end) is wrong in one way."""
    session = run.session_id
    update = '{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"x"}}'
    request_id = encode(None if run.exchange is None else str(run.exchange.request_id)).decode()
    return {
        "scalar": b"42",
        "string": b'"just a string"',
        "array": b"[]",
        "null": b"null",
        "empty": b"",
        "nan": _update_line(
            session, '{"sessionUpdate":"usage_update","used":NaN,"size":-Infinity}'
        ),
        "bad-utf8": _chunk_line(session, "@").replace(b"@", b"\xff\xc3"),
        "surrogate": _chunk_line(session, r"\ud83d"),
        "bom": b"\xef\xbb\xbf" + _chunk_line(session, "after a byte order mark"),
        "crlf": _chunk_line(session, "before a carriage return") + b"\r",
        "unknown-update": _update_line(session, '{"sessionUpdate":"hologram","beam":[1,2]}'),
        "no-update": _update_line(session, "null"),
        "unknown-notification": b'{"jsonrpc":"2.0","method":"_test/unheard_of","params":{"a":1}}',
        "unknown-request": b'{"jsonrpc":"2.0","id":"unheard-of","method":"test/unheard_of"}',
        "unknown-response": b'{"jsonrpc":"2.0","id":987654,"result":{}}',
        "string-id": b'{"jsonrpc":"2.0","id":%s,"result":{"stopReason":"end_turn"}}'
        % request_id.strip().encode(),
        "meta-hijack": b'{"jsonrpc":"2.0","method":"session/update","params":'
        b'{"sessionId":"%s","update":%s,"_meta":{"session_id":"HIJACK","update":0}}}'
        % (session.encode(), update.encode()),
        "nested-jsonrpc": _update_line(
            session, update[:-1] + ',"_meta":{"jsonrpc":"2.0","id":1,"method":"exit"}}'
        ),
        "deep": b"[" * DEEP + b"]" * DEEP,
    }


def _fault(run: Run, argument: str) -> None:
    run.core.wire.write(_fault_lines(run)[argument] + b"\n")


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
