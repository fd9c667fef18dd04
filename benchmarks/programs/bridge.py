"""The floor: an agent's updates to LSP frames with nothing between.

    python bridge.py AGENT-COMMAND...

Reads 256 KiB at a time, decodes and encodes with orjson, writes each frame at once. Every request
of the editor is a prompt.
"""

import os
import subprocess
import sys
from typing import Any

import orjson

READ_BYTES = 256 * 1024


def main() -> None:
    """Until standard input ends."""
    pipe = subprocess.PIPE
    with subprocess.Popen(sys.argv[1:], stdin=pipe, stdout=pipe, bufsize=0) as agent:
        assert agent.stdin is not None
        assert agent.stdout is not None
        to_agent, from_agent = agent.stdin.fileno(), agent.stdout.fileno()
        call(to_agent, from_agent, "initialize", {"protocolVersion": 1, "clientCapabilities": {}})
        call(to_agent, from_agent, "session/new", {"cwd": "/", "mcpServers": []})
        while head := sys.stdin.buffer.readline():
            sys.stdin.buffer.readline()
            request = orjson.loads(sys.stdin.buffer.read(int(head.split(b":")[1])))
            if "id" in request:
                result = call(to_agent, from_agent, "session/prompt", request["params"])
                write_frame({"jsonrpc": "2.0", "id": request["id"], "result": result})
        agent.stdin.close()


def call(to_agent: int, from_agent: int, method: str, params: dict[str, Any]) -> Any:
    """A request to the agent; what it tells meanwhile goes to the editor."""
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    os.write(to_agent, orjson.dumps(message) + b"\n")
    unread = b""
    while True:
        *lines, unread = (unread + os.read(from_agent, READ_BYTES)).split(b"\n")
        for line in lines:
            told = orjson.loads(line)
            if "id" in told:
                return told["result"]
            params = {"conversationId": told["params"]["sessionId"], "events": [told["params"]]}
            write_frame({"jsonrpc": "2.0", "method": "didUpdate", "params": params})


def write_frame(message: dict[str, Any]) -> None:
    """One frame, one write."""
    body = orjson.dumps(message)
    view = memoryview(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    while view:
        view = view[os.write(1, view) :]


main()
