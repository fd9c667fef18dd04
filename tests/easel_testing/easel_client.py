"""A client of Easel that follows conversations."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from easel_server.io.channel import MessageChannel
from easel_server.io.jsonrpc import ResponseError
from easel_testing.lsp_client import NOISE, RecordingClient

REQUEST_SECONDS = 30.0
ANNOUNCEMENT: dict[str, Any] = {"experimental": {"easel": {"protocolVersion": 1}}}

Json = dict[str, Any]


class EaselClient(RecordingClient):
    """Speaks `easel/*`. Notifications of conversations are kept by conversation, not as unread."""

    def __init__(self, channel: MessageChannel) -> None:
        super().__init__(
            channel, noise=NOISE | {"textDocument/publishDiagnostics", "easel/agents/didChange"}
        )
        self.announcement: Json = ANNOUNCEMENT
        self.events: dict[str, list[Json]] = {}
        self.infos: dict[str, Json] = {}
        self.did_changes = Counter[str]()
        self.leases: dict[str, list[Json]] = {}
        self.deleted: list[str] = []
        self.created: list[str] = []
        self.pid = 0
        self.commands: list[str] = []
        self.served: Json = {}
        self._opening: dict[str, list[Json]] = {}
        self.on_notification("easel/conversation/didUpdate", self._did_update)
        self.on_notification("easel/conversation/didChange", self._did_change)
        self.on_notification("easel/conversation/didDelete", self._did_delete)
        self.on_notification("easel/lease/didChange", self._lease_did_change)

    async def ask(self, method: str, **params: Any) -> Json:
        """A request `easel/<method>`; fails on an error response."""
        result: Json = await self.request(f"easel/{method}", params, timeout=REQUEST_SECONDS)
        return result

    async def refused(self, method: str, **params: Any) -> ResponseError:
        """A request `easel/<method>` that must be answered with an error: that error."""
        try:
            result = await self.ask(method, **params)
        except ResponseError as error:
            return error
        raise AssertionError(f"{method} was answered with {result}")

    async def conversation(self, **params: Any) -> str:
        """A new conversation that this client follows; returns its id."""
        created = await self.ask("conversation/create", **params)
        conversation_id: str = created["conversation"]["id"]
        self.created.append(conversation_id)
        await self.open(conversation_id)
        return conversation_id

    async def open(self, conversation_id: str, **params: Any) -> Json:
        """Open and follow a conversation."""
        # What follows on the answer may be read together with it, so before this goes on.
        early = self._opening.setdefault(conversation_id, [])
        opened = await self.ask("conversation/open", conversationId=conversation_id, **params)
        self._take(conversation_id, opened["events"])
        del self._opening[conversation_id]
        self._take(conversation_id, early)
        return opened

    async def prompt(self, conversation_id: str, prompt: Any, **params: Any) -> Json:
        """Send a prompt and wait for the end of its turn."""
        return await self.ask(
            "conversation/prompt", conversationId=conversation_id, prompt=prompt, **params
        )

    async def start(self, conversation_id: str, prompt: Any, **params: Any) -> str:
        """Send a prompt and do not wait for its turn; returns the turn's id."""
        sent = await self.prompt(conversation_id, prompt, detach=True, **params)
        turn_id: str = sent["turnId"]
        return turn_id

    async def act(self, verb: str, conversation_id: str, **params: Any) -> Json:
        """A request `easel/conversation/<verb>`."""
        return await self.ask(f"conversation/{verb}", conversationId=conversation_id, **params)

    async def event(
        self, conversation_id: str, type_: str, test: Callable[[Json], bool] = lambda _: True
    ) -> Json:
        """The first event of that type, old or new, that passes the test."""
        seen = 0
        while True:
            events = self.events.get(conversation_id, [])
            for event in events[seen:]:
                if event["type"] == type_ and test(event):
                    return event
            seen = len(events)
            await self.arrival()

    async def ended(self, conversation_id: str, turn_id: str) -> Json:
        """The end of a turn."""
        return await self.event(conversation_id, "turnEnded", lambda e: e["turnId"] == turn_id)

    async def until(self, test: Callable[[], bool]) -> None:
        """Return once what has arrived passes the test."""
        while not test():
            await self.arrival()

    async def info(self, conversation_id: str, **expected: Any) -> Json:
        """The conversation at a glance, as soon as `didChange` tells these values of its fields."""
        await self.until(lambda: expected.items() <= self.infos.get(conversation_id, {}).items())
        return self.infos[conversation_id]

    async def deletion(self, conversation_id: str) -> None:
        """Return when `didDelete` has told of that conversation, which it must do once."""
        await self.until(lambda: conversation_id in self.deleted)
        self.deleted.remove(conversation_id)
        assert conversation_id not in self.deleted

    async def lease_change(self, conversation_id: str, reason: str) -> Json:
        """The next `easel/lease/didChange` of that conversation, which must have that reason."""
        await self.until(lambda: bool(self.leases.get(conversation_id)))
        change = self.leases[conversation_id].pop(0)
        assert change["reason"] == reason, change
        return change

    def text(self, conversation_id: str, role: str = "assistant", turn: str | None = None) -> str:
        """What was said so far in messages of that role."""
        return "".join(
            event["content"].get("text", "")
            for event in self.events[conversation_id]
            if event["type"] == "message"
            and event["role"] == role
            and turn in (None, event["turnId"])
        )

    def of_type(self, conversation_id: str, type_: str) -> list[Json]:
        """Every event of that type so far."""
        return [event for event in self.events[conversation_id] if event["type"] == type_]

    def _did_update(self, params: Json) -> None:
        conversation_id = params["conversationId"]
        if conversation_id in self._opening:
            self._opening[conversation_id] += params["events"]
        else:
            self._take(conversation_id, params["events"])
        self.arrived()

    def _take(self, conversation_id: str, more: list[Json]) -> None:
        events = self.events.setdefault(conversation_id, [])
        for event in more:
            first = event.get("firstSeq", event["seq"])
            assert not events or first == events[-1]["seq"] + 1, f"a gap before {event}"
            events.append(event)

    def _did_change(self, params: Json) -> None:
        info = params["conversation"]
        self.infos[info["id"]] = info
        self.did_changes[info["id"]] += 1
        self.arrived()

    def _did_delete(self, params: Json) -> None:
        self.deleted.append(params["conversationId"])
        self.arrived()

    def _lease_did_change(self, params: Json) -> None:
        self.leases.setdefault(params["conversationId"], []).append(params)
        self.arrived()
