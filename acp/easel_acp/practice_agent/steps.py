"""What a command yields: the steps of an answer."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from easel_acp import sdk

Update = (
    sdk.AgentMessageChunk
    | sdk.AgentThoughtChunk
    | sdk.ToolCallStart
    | sdk.ToolCallProgress
    | sdk.AgentPlanUpdate
    | sdk.AvailableCommandsUpdate
    | sdk.CurrentModeUpdate
    | sdk.ConfigOptionUpdate
    | sdk.SessionInfoUpdate
    | sdk.UsageUpdate
)
Content = sdk.ContentToolCallContent | sdk.FileEditToolCallContent | sdk.TerminalToolCallContent


@dataclass(frozen=True, slots=True)
class Say:
    """Markdown, streamed in chunks. Consecutive ones are one message."""

    text: str


@dataclass(frozen=True, slots=True)
class Think:
    """A thought, streamed in chunks; dropped if the session does not show thoughts."""

    text: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait of `seconds` at brisk pace, longer or none at the others."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Show:
    """One update, sent as it is."""

    update: Update


@dataclass(frozen=True, slots=True)
class End:
    """The end of the turn with another stop reason than `end_turn`."""

    stop_reason: sdk.StopReason


Step = Say | Think | Pause | Show | End
Steps = AsyncGenerator[Step, None]


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool call; its methods make the steps of its life."""

    title: str
    kind: sdk.ToolKind
    raw_input: dict[str, Any]
    path: str | None = None
    id: str = field(default_factory=lambda: f"call_{uuid4().hex[:12]}")

    def start(self, content: Sequence[Content] | None = None) -> Show:
        """Announce the call; it is pending."""
        return Show(
            sdk.start_tool_call(
                self.id,
                self.title,
                kind=self.kind,
                status="pending",
                content=content,
                locations=self._locations(),
                raw_input=self.raw_input,
            )
        )

    def running(self, content: Sequence[Content] | None = None) -> Show:
        """The call is under way; `content` replaces what was shown before."""
        return Show(sdk.update_tool_call(self.id, status="in_progress", content=content))

    def done(self, raw_output: Any, content: Sequence[Content] | None = None) -> Show:
        """The call succeeded; without `content` what was shown before stays."""
        return Show(
            sdk.update_tool_call(
                self.id, status="completed", content=content, raw_output=raw_output
            )
        )

    def failed(
        self, reason: str, raw_output: Any = None, content: Sequence[Content] | None = None
    ) -> Show:
        """The call failed or was not allowed; shows the reason unless there is `content`."""
        return Show(
            sdk.update_tool_call(
                self.id,
                status="failed",
                content=content or [text_content(reason)],
                raw_output=raw_output or {"error": reason},
            )
        )

    def reference(self, content: Sequence[Content] | None = None) -> sdk.ToolCallUpdate:
        """Describe the call inside a permission request."""
        return sdk.ToolCallUpdate(
            tool_call_id=self.id,
            title=self.title,
            kind=self.kind,
            status="pending",
            content=list(content) if content else None,
            locations=self._locations(),
            raw_input=self.raw_input,
        )

    def _locations(self) -> list[sdk.ToolCallLocation] | None:
        return [sdk.ToolCallLocation(path=self.path)] if self.path else None


def text_content(text: str) -> Content:
    """Make text that a tool call shows."""
    return sdk.tool_content(sdk.text_block(text))


def code_content(text: str) -> Content:
    """Make preformatted text that a tool call shows."""
    return text_content(f"```\n{text.rstrip()}\n```")
