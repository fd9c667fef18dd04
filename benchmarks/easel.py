"""The real server, driven by a blocking client."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from benchmarks.peers.lsp import LspPeer, Message
from benchmarks.place import Place, place
from benchmarks.programs import agent_command

SERVER = [sys.executable, "-P", "-m", "easel_server", "serve"]


class Easel:
    """A running server whose agent is that of the benchmarks."""

    def __init__(self, peer: LspPeer) -> None:
        self.peer = peer

    @property
    def pid(self) -> int:
        """The server."""
        return self.peer.pid

    def create(self) -> str:
        """A new conversation."""
        created = self.peer.request("easel/conversation/create", {})
        conversation_id: str = created["conversation"]["id"]
        return conversation_id

    def open(self, conversation_id: str) -> Message:
        """Open and follow a conversation."""
        return self.peer.request("easel/conversation/open", {"conversationId": conversation_id})

    def conversation(self) -> str:
        """A new conversation that is open, and whose agent is warm."""
        conversation_id = self.create()
        self.open(conversation_id)
        self.prompt(conversation_id, "warm up")
        return conversation_id

    def prompt(self, conversation_id: str, text: str) -> Message:
        """A turn, to its end."""
        return self.peer.answer(self.start(conversation_id, text))

    def start(self, conversation_id: str, text: str) -> int:
        """A turn; returns the id of the request."""
        params = {"conversationId": conversation_id, "prompt": text}
        return self.peer.send("easel/conversation/prompt", params)


@contextmanager
def easel(*agent_options: str, settings: Mapping[str, Any] | None = None) -> Iterator[Easel]:
    """A server, initialized, with a state folder of its own."""
    with place() as here, server(here) as peer:
        program, *args = agent_command(*agent_options)
        agents = {"bench": {"command": program, "args": args}}
        options = {"agents": agents, "defaultAgent": "bench", **(settings or {})}
        peer.initialize({"easel": options}, here.workspace.as_uri())
        yield Easel(peer)


@contextmanager
def server(here: Place) -> Iterator[LspPeer]:
    """A server that has been started and not yet spoken to."""
    with LspPeer(SERVER, here.env, here.log) as peer:
        yield peer
