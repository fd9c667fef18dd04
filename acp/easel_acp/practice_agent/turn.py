"""One turn: plays a command's steps to the client until it ends or is stopped."""

from collections.abc import Callable
from contextlib import aclosing, suppress
from uuid import uuid4

import anyio
from anyio.lowlevel import checkpoint

from easel_acp import sdk
from easel_acp.practice_agent.chunking import chunks
from easel_acp.practice_agent.client import Client, ClientGoneError
from easel_acp.practice_agent.commands import perform
from easel_acp.practice_agent.lines import JsonObject
from easel_acp.practice_agent.pace import PACES, Pace
from easel_acp.practice_agent.prompt import Prompt, read_prompt
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.session import Session
from easel_acp.practice_agent.steps import End, Pause, Say, Show, Think, Update
from easel_acp.practice_agent.transcript import Transcript, text_of
from easel_acp.practice_agent.updates import (
    ChunkOf,
    message_chunk,
    stopped,
    thought_chunk,
    titled,
    touched,
    used,
)
from easel_acp.practice_agent.usage import TokenCounts, tokens


class Turn:
    """Runs once. Everything that was sent is kept in the session, however the turn ends."""

    def __init__(self, session: Session, client: Client, save: Callable[[], None]) -> None:
        """`save` writes the session to disk."""
        self._session = session
        self._client = client
        self._save = save
        self._scope = anyio.CancelScope()
        self._transcript = Transcript()
        self._message: tuple[ChunkOf, str] | None = None
        self.ended = anyio.Event()

    def cancel(self) -> None:
        """Stop at once, wherever the turn stands; also before it runs."""
        self._scope.cancel()

    async def run(self, blocks: list[JsonObject]) -> sdk.PromptResponse:
        """Answer a prompt, given as ACP content blocks.

        All updates are sent before this returns.
        """
        input_tokens = self._session.context_tokens()
        first = not self._session.record.turns
        turn = self._session.begin_turn(blocks)
        self._save()
        prompt = read_prompt(blocks)
        try:
            stop_reason = turn.stop_reason = await self._play(prompt, first=first)
        finally:
            turn.updates = self._transcript.updates()
            counts = TokenCounts(
                input=input_tokens + tokens(prompt.text),
                output=tokens(text_of(turn.updates, "agent_message_chunk")),
                thought=tokens(text_of(turn.updates, "agent_thought_chunk")),
            )
            self._session.record.usage += counts
            self._session.touch()
            self._save()
        with suppress(ClientGoneError):
            await self._send(used(counts))
            await self._send(touched(self._session.record.updated_at))
        return _response(stop_reason, self._session.record.usage)

    async def _play(self, prompt: Prompt, *, first: bool) -> sdk.StopReason:
        stop_reason: sdk.StopReason = "cancelled"
        try:
            with self._scope:
                stop_reason = await self._steps(prompt, first=first)
            for tool_call_id in self._transcript.open_tool_calls():
                await self._send(stopped(tool_call_id))
        except ClientGoneError:
            return "cancelled"
        return "cancelled" if self._scope.cancel_called else stop_reason

    async def _steps(self, prompt: Prompt, *, first: bool) -> sdk.StopReason:
        if first:
            await self._send(titled(self._session.record.title))
        # A cancel that came right behind the prompt is heard here, before anything is done.
        await checkpoint()
        scene = Scene(self._session, self._client, prompt, self._show, self._stop)
        async with aclosing(perform(scene, first=first)) as steps:
            async for step in steps:
                if isinstance(step, End):
                    return step.stop_reason
                await self._step(step)
        return "end_turn"

    async def _step(self, step: Say | Think | Pause | Show) -> None:
        match step:
            case Pause(seconds):
                await anyio.sleep(seconds * self._pace.step)
            case Show():
                await self._show(step)
            case Say(text):
                await self._stream(text, message_chunk)
            case Think(text) if self._session.record.show_thoughts:
                await self._stream(text, thought_chunk)
            case Think():
                pass

    async def _stream(self, text: str, chunk: ChunkOf) -> None:
        message_id = self._message_id(chunk)
        for piece in chunks(text):
            await self._send(chunk(piece, message_id))
            await anyio.sleep(self._pace.chunk)

    def _message_id(self, chunk: ChunkOf) -> str:
        if self._message is None or self._message[0] is not chunk:
            self._message = (chunk, str(uuid4()))
        return self._message[1]

    async def _show(self, step: Show) -> None:
        self._message = None
        await self._send(step.update)

    async def _send(self, update: Update) -> None:
        self._transcript.add(await self._client.update(self._session.id, update))

    async def _stop(self) -> None:
        self.cancel()
        await checkpoint()

    @property
    def _pace(self) -> Pace:
        return PACES[self._session.record.pace]


def _response(stop_reason: sdk.StopReason, usage: TokenCounts) -> sdk.PromptResponse:
    """`usage`: of the session so far, as ACP has it."""
    return sdk.PromptResponse(
        stop_reason=stop_reason,
        usage=sdk.Usage(
            total_tokens=usage.total,
            input_tokens=usage.input,
            output_tokens=usage.output,
            thought_tokens=usage.thought,
        ),
    )
