"""A session that is open in this process."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from easel_acp import sdk
from easel_acp.practice_agent.lines import JsonObject
from easel_acp.practice_agent.prompt import read_prompt, title_of
from easel_acp.practice_agent.store import SessionId, SessionRecord, TurnRecord
from easel_acp.practice_agent.transcript import text_of
from easel_acp.practice_agent.usage import tokens

McpServer = sdk.HttpMcpServer | sdk.SseMcpServer | sdk.AcpMcpServer | sdk.McpServerStdio


@dataclass(slots=True)
class Session:
    """What a session remembers, and the MCP servers that this process was given for it."""

    record: SessionRecord
    mcp_servers: Sequence[McpServer] = ()

    @property
    def id(self) -> SessionId:
        """The id under which client and disk know it."""
        return self.record.session_id

    @property
    def roots(self) -> list[Path]:
        """The directories that it may touch, the working directory first."""
        return [Path(self.record.cwd), *map(Path, self.record.additional_directories)]

    def begin_turn(self, blocks: list[JsonObject]) -> TurnRecord:
        """Remember a prompt; the first one gives the session its title."""
        turn = TurnRecord(blocks)
        self.record.turns.append(turn)
        if self.record.title is None:
            self.record.title = title_of(read_prompt(blocks).text)
        self.touch()
        return turn

    def touch(self) -> None:
        """Note that something happened just now."""
        self.record.updated_at = now()

    def said(self) -> list[str]:
        """Return the texts of all prompts, oldest first, the running one included."""
        return [read_prompt(turn.prompt).text for turn in self.record.turns]

    def context_tokens(self) -> int:
        """Return what the whole conversation so far would cost as input."""
        answers = (text_of(turn.updates, "agent_message_chunk") for turn in self.record.turns)
        return sum(map(tokens, self.said())) + sum(map(tokens, answers))


def now() -> str:
    """Return the time as ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
