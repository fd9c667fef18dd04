"""Conversations on disk: `conversations/<id>/` in the state folder, readable by its owner only.

- `events.jsonl`: the log, append only, one event a line as on the wire. What it says is true;
  everything else can be made from it again.
- `conversation.json`: what was fixed at creation, and a glance for lists. Replaced as a whole.
- `checkpoint.json`: the state at some event, so that not all events are folded at each start.
- `owner_lease.json` and what belongs to it: see `easel_conversation.lease`.

Reading and writing happen in worker threads. Nothing here blocks the event loop.
"""
