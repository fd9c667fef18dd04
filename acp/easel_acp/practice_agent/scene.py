"""What a command can do besides speaking: its session, its files, its client."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from easel_acp import sdk
from easel_acp.practice_agent.client import Client, ClientError
from easel_acp.practice_agent.local_command import Outcome, run_locally, shell_line
from easel_acp.practice_agent.permissions import (
    ALWAYS_REJECTED,
    READ_ONLY,
    REJECTED,
    Verdict,
    decide,
    options,
)
from easel_acp.practice_agent.prompt import Prompt
from easel_acp.practice_agent.session import Session
from easel_acp.practice_agent.steps import Content, Show, Tool, code_content
from easel_acp.practice_agent.store import Action
from easel_acp.practice_agent.workspace import Workspace

OUTPUT_LIMIT_BYTES = 64 * 1024


class Scene:
    """One turn as a command sees it."""

    def __init__(
        self,
        session: Session,
        client: Client,
        prompt: Prompt,
        show: Callable[[Show], Awaitable[None]],
        stop: Callable[[], Awaitable[None]],
    ) -> None:
        """`show` sends an update at once; `stop` ends the turn as cancelled."""
        self.session = session
        self.client = client
        self.prompt = prompt
        self.workspace = Workspace(client, session.id, session.roots)
        self.show = show
        self._stop = stop

    async def permission(
        self, tool: Tool, action: Action, content: Sequence[Content] | None = None
    ) -> Verdict:
        """Find out whether a tool call may go ahead, asking the client if need be."""
        record = self.session.record
        match decide(record.mode, action, record.always):
            case "allow":
                return Verdict(granted=True)
            case "reject":
                reason = READ_ONLY if record.mode == "read-only" else ALWAYS_REJECTED
                return Verdict(granted=False, reason=reason)
            case "ask":
                return await self._ask(tool, action, content)

    async def run(self, tool: Tool, command: str) -> Outcome:
        """Run a line of shell and show its output in a tool call while it runs.

        Raises:
            ClientError: the client could not run it in a terminal.
            OSError: the shell cannot be started.
        """
        if self.client.has_terminals:
            return await self._run_in_terminal(tool, command)

        async def on_output(text: str) -> None:
            if text:
                await self.show(tool.running([code_content(text)]))

        await self.show(tool.running())
        return await run_locally(command, Path(self.session.record.cwd), on_output)

    async def _ask(self, tool: Tool, action: Action, content: Sequence[Content] | None) -> Verdict:
        request = sdk.RequestPermissionRequest(
            session_id=self.session.id, tool_call=tool.reference(content), options=options()
        )
        try:
            answer = await self.client.request(
                "session/request_permission",
                request,
                sdk.RequestPermissionResponse,
                timeout=None,
            )
        except ClientError as error:
            return Verdict(granted=False, reason=f"Nobody could be asked: {error}")
        if isinstance(answer.outcome, sdk.DeniedOutcome):
            await self._stop()
            return Verdict(granted=False, reason=REJECTED)
        return self._verdict(answer.outcome.option_id, action)

    def _verdict(self, option_id: str, action: Action) -> Verdict:
        if option_id == "allow_always":
            self.session.record.always[action] = "allow"
        elif option_id == "reject_always":
            self.session.record.always[action] = "reject"
        granted = option_id in {"allow_once", "allow_always"}
        return Verdict(granted, "" if granted else REJECTED)

    async def _run_in_terminal(self, tool: Tool, command: str) -> Outcome:
        program, arguments = shell_line(command)
        terminal_id = await self.client.create_terminal(
            sdk.CreateTerminalRequest(
                session_id=self.session.id,
                command=program,
                args=arguments,
                cwd=self.session.record.cwd,
                output_byte_limit=OUTPUT_LIMIT_BYTES,
            )
        )
        try:
            embedded = sdk.TerminalToolCallContent(type="terminal", terminal_id=terminal_id)
            await self.show(tool.running([embedded]))
            outcome = await self._terminal_outcome(terminal_id)
        except BaseException:  # a cancel included
            self.client.stop_terminal(self.session.id, terminal_id)
            raise
        self.client.release_terminal(self.session.id, terminal_id)
        return outcome

    async def _terminal_outcome(self, terminal_id: str) -> Outcome:
        ended = await self.client.request(
            "terminal/wait_for_exit",
            sdk.WaitForTerminalExitRequest(session_id=self.session.id, terminal_id=terminal_id),
            sdk.WaitForTerminalExitResponse,
            timeout=None,
        )
        shown = await self.client.request(
            "terminal/output",
            sdk.TerminalOutputRequest(session_id=self.session.id, terminal_id=terminal_id),
            sdk.TerminalOutputResponse,
        )
        return Outcome(shown.output, shown.truncated, ended.exit_code, ended.signal)
