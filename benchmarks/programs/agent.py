"""The agent of the benchmarks: never the bottleneck. On the standard library alone.

    python -IS agent.py [--replay N]

What a prompt says is done: `flood N` sends N pieces of text as fast as the pipe takes them,
`tick N MICROSECONDS` sends them at that pace, each saying when it was sent, `plans N` sends N
plans, `stream PER_SECOND` goes on until it is stopped (0: as fast as it can), `hang` says nothing
until it is stopped. A stopped turn says when it learned of the stop. Any other prompt is
answered with `ok`. Moments are nanoseconds on the monotonic clock, which all processes share.
"""

import json
import os
import sys
import threading
import time
from queue import SimpleQueue

SESSION = "bench"
BATCH = 500
Message = dict[str, "object"]

stopped_at: list[int] = []


def main() -> None:
    """Answer until standard input ends."""
    requests: SimpleQueue[Message | None] = SimpleQueue()
    threading.Thread(target=read, args=(requests,), daemon=True).start()
    while (request := requests.get()) is not None:
        send({"jsonrpc": "2.0", "id": request["id"], "result": answer(request)})


def read(requests: "SimpleQueue[Message | None]") -> None:
    """Take messages as they come, so that a stop is learned of at once."""
    for line in sys.stdin.buffer:
        message = json.loads(line)
        if message.get("method") == "session/cancel":
            stopped_at.append(time.monotonic_ns())
        elif "method" in message:
            requests.put(message)
    requests.put(None)
    os._exit(0)  # in the middle of a turn too


def answer(request: Message) -> Message:
    """The result of a request."""
    match request["method"]:
        case "initialize":
            return {"protocolVersion": 1, "agentCapabilities": {"loadSession": True}}
        case "session/new":
            return {"sessionId": SESSION}
        case "session/load":
            flood(int(sys.argv[2]) if "--replay" in sys.argv else 1)
            return {}
        case "session/prompt":
            params: dict = request["params"]  # type: ignore[type-arg, assignment]
            return turn(params["prompt"][0]["text"].split())
    return {}


def turn(words: "list[str]") -> Message:
    """Do what a prompt says."""
    stopped_at.clear()
    match words:
        case ["flood", count]:
            flood(int(count))
        case ["tick", count, pause]:
            tick(int(count), int(pause) / 1e6)
        case ["plans", count]:
            for number in range(int(count)):
                entry = {"content": f"step {number}", "priority": "medium", "status": "pending"}
                send(update({"sessionUpdate": "plan", "entries": [entry]}))
        case ["stream", per_second]:
            return stream(int(per_second))
        case ["hang"]:
            return stream(None)
        case _:
            send(chunk("ok"))
    return {"stopReason": "end_turn"}


def flood(count: int) -> None:
    """Equal pieces of text, as fast as they are taken."""
    line = encode(chunk("word "))
    for _ in range(count // BATCH):
        write(line * BATCH)
    write(line * (count % BATCH))


def tick(count: int, pause: float) -> None:
    """Pieces of text at a steady pace."""
    due = time.monotonic()
    for _ in range(count):
        due += pause
        time.sleep(max(due - time.monotonic(), 0))
        send(chunk(f"{time.monotonic_ns()} "))


def stream(per_second: "int | None") -> Message:
    """Until stopped; None: in silence."""
    line = encode(chunk("word "))
    batch = line * (BATCH if per_second == 0 else (per_second or 0) // 1000)
    while not stopped_at:
        write(batch)
        if per_second != 0:
            time.sleep(0.001)
    send(chunk(f"stopped-at {stopped_at[0]}"))
    return {"stopReason": "cancelled"}


def chunk(text: str) -> Message:
    """A piece of an answer."""
    content = {"type": "text", "text": text}
    return update({"sessionUpdate": "agent_message_chunk", "content": content})


def update(told: Message) -> Message:
    """A `session/update`."""
    params = {"sessionId": SESSION, "update": told}
    return {"jsonrpc": "2.0", "method": "session/update", "params": params}


def encode(message: Message) -> bytes:
    """As one line."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def send(message: Message) -> None:
    """Write a message."""
    write(encode(message))


def write(data: bytes) -> None:
    """All of it."""
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]


main()
