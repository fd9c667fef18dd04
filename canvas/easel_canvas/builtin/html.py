"""`html`: a page of its own, shut off from everything."""

from collections import deque
from dataclasses import dataclass
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from easel_canvas.builtin.files import read_text
from easel_canvas.builtin.html_text import html_text
from easel_canvas.builtin.kind import ActionKind, Kind, View
from easel_canvas.builtin.surroundings import Surroundings
from easel_canvas.builtin.text import fenced
from easel_canvas.builtin.waiting import Wait, Waited
from easel_canvas.errors import ActionNotHandled, ResourceNotFound
from easel_canvas.inputs import KIB, MIB, FilePath, Titled, decode, either
from easel_canvas.provider import Resource
from easel_canvas.values import Json, JsonObject

MAX_HTML: Final = 2 * MIB
MAX_MESSAGE: Final = 16 * KIB
MAX_MESSAGES: Final = 20
"""So many messages wait for an agent that asks for them; the newest are kept."""
MAX_TOLD: Final = 5
"""So many are told with the next prompt: a page that talks without end leaves room for others."""


class HtmlInput(Titled, frozen=True, kw_only=True):
    """A page."""

    html: (
        Annotated[
            str,
            Meta(
                max_length=MAX_HTML,
                description="A whole page, or a piece of one. Styles and scripts must be "
                "inline: there is no network, no storage, no access to anything outside of the "
                "page. A script tells you what a person does with `easel.send(value)`: any JSON "
                "value; you get it as the result of the action `wait`, or with the person's next "
                "message.",
            ),
        ]
        | None
    ) = None
    file: FilePath | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the page. `note`: what the agent is to read of it with the next prompt."""

    number: int
    message: Json
    note: str | None


class HtmlView(View):
    """The page, and what it said that the agent has not heard yet."""

    def __init__(self, html: str, title: str | None, surroundings: Surroundings) -> None:
        super().__init__()
        self.title = title
        self._html = html
        self._surroundings = surroundings
        self._messages = Waited[Sent](MAX_MESSAGES)
        self._sent = 0
        self._told = deque[str]()

    def content(self) -> JsonObject:
        """`{html}`."""
        return {"html": self._html}

    def text(self) -> str:
        """What the page says, without its scripts."""
        return html_text(self._html)

    def resource(self, path: str) -> Resource:
        """`index.html`."""
        if path != "index.html":
            raise ResourceNotFound(path)
        return Resource(mime_type="text/html", text=self._html)

    async def invoke(self, name: str, input_: JsonObject) -> Json:
        """`wait`: `{number, message}`, or `{timedOut: true}`."""
        if name != "wait":
            raise ActionNotHandled(name)
        sent = await self._messages.take(decode(Wait, input_).timeout_seconds)
        if sent is None:
            return {"timedOut": True}
        if sent.note is not None:
            self._surroundings.handle.take_back(sent.note)
        return {"number": sent.number, "message": sent.message}

    async def receive(self, payload: Json) -> None:
        """`{type: "message", value}`: the page called `easel.send(value)`."""
        if not isinstance(payload, dict) or payload.get("type") != "message":
            return
        value = payload.get("value")
        text = msgspec.json.encode(value).decode()
        if len(text) > MAX_MESSAGE:
            return
        self._sent += 1
        note = None if self._messages.awaited else self._tell(text)
        self._messages.put(Sent(self._sent, value, note))

    def _tell(self, text: str) -> str:
        """Tell the agent with the next prompt; of many messages only the newest."""
        if len(self._told) == MAX_TOLD:
            self._surroundings.handle.take_back(self._told.popleft())
        note = (
            f"The page in the canvas `{self._surroundings.instance_id}` sent message number "
            f"{self._sent}:\n{fenced(text, 'json')}"
        )
        self._surroundings.handle.tell_agent(note)
        self._told.append(note)
        return note

    def closed(self) -> None:
        """Nobody can use the page any more."""
        super().closed()
        self._messages.end()


async def _make(given: HtmlInput, surroundings: Surroundings) -> View:
    either({"html": given.html, "file": given.file})
    html = given.html or ""
    if given.file is not None:
        html = await read_text(given.file, surroundings, MAX_HTML)
    return HtmlView(html, given.title, surroundings)


HTML = Kind(
    canvas_id="html",
    title="Page",
    description="Show a page of HTML, with styles and scripts of its own: an interactive "
    "explanation, a mock-up, a small tool. It runs shut off from the network and from everything "
    "else. For text, tables and charts prefer their own canvases: they also work in editors that "
    "cannot show HTML.",
    input=HtmlInput,
    make=_make,
    actions=(
        ActionKind(
            "wait",
            "Wait until the page calls `easel.send(value)`; the result is `{number, message}`, or "
            "`{timedOut: true}`.",
            Wait,
        ),
    ),
)
