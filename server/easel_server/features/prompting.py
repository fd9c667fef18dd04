"""`easel/conversation/prompt`."""

import asyncio

from easel_conversation.conversation import Conversation
from easel_conversation.errors import AgentParked
from easel_conversation.events import Event, PromptDropped, PromptSteered, TurnEnded
from easel_conversation.ids import TurnId
from easel_conversation.inputs import Cancel, DropQueued, Prompt
from easel_conversation.store import new_turn_id
from easel_conversation.values import ContentBlock
from easel_server.errors import EaselError, InvalidParams, from_error_info
from easel_server.features.context import Context
from easel_server.features.waiting import first_of
from easel_server.protocol.conversation import PromptParams, PromptResult


async def prompt(context: Context, params: PromptParams) -> PromptResult:
    """Send a prompt and wait for the end of its turn."""
    conversation = await context.conversation(params.conversation_id)
    command = Prompt(
        turn_id=new_turn_id(),
        content=content_blocks(params.prompt),
        run=params.run is not False,
        when_busy=params.when_busy or "queue",
    )
    send(conversation, command)
    if params.detach or not command.run:
        await conversation.log.kept()
        return PromptResult(turn_id=command.turn_id)
    ending = Ending(context, conversation, command.turn_id)
    try:
        ended = await ending.wait()
    except asyncio.CancelledError:
        if not context.editor.leaving:
            _withdraw(context, conversation, ending.turn_id)
        raise
    await context.editor.flush(conversation)
    return _prompt_result(ended)


def send(conversation: Conversation, command: Prompt) -> None:
    """Put a prompt to a conversation.

    Raises:
        ConversationError: it does not take it now.
        EaselError: its agent crashes again and again (`agentCrashed`).
    """
    try:
        conversation.dispatch(command)
    except AgentParked as parked:
        crash = conversation.state.process_error
        assert crash is not None
        raise EaselError("agentCrashed", f"{parked} {crash.message}", crash.data) from parked


class Ending:
    """Waits for the end of the turn of a prompt, which may lie in the queue first.

    No turn ends in the decision that begins it, so it can be made right after that.
    A prompt that the agent took into another turn ends with that turn: `turn_id` is its id then.
    """

    def __init__(self, context: Context, conversation: Conversation, turn_id: TurnId) -> None:
        self.turn_id = turn_id
        self._context = context
        self._conversation = conversation
        self._last: TurnEnded | None = None
        self._met: asyncio.Future[Event] = conversation.expect(self._is_it)

    async def wait(self) -> TurnEnded:
        """The end.

        Raises:
            EaselError: the prompt was taken out of the queue, or the conversation is gone.
        """
        if isinstance(await first_of(self._context, self._conversation, self._met), PromptDropped):
            raise EaselError("invalidState", "The prompt was taken out of the queue.")
        assert self._last is not None
        return self._last

    def _is_it(self, event: Event) -> bool:
        if isinstance(event, TurnEnded):
            self._last = event
        if isinstance(event, PromptSteered) and event.steered == self.turn_id:
            assert event.turn_id is not None
            self.turn_id = event.turn_id
            return self._last is not None and self._last.turn_id == self.turn_id
        return isinstance(event, TurnEnded | PromptDropped) and event.turn_id == self.turn_id


def content_blocks(prompt: str | tuple[ContentBlock, ...]) -> tuple[ContentBlock, ...]:
    """The content of a prompt: a text is one block.

    Raises:
        InvalidParams: it is empty, or a block has no type.
    """
    if isinstance(prompt, str):
        prompt = ({"type": "text", "text": prompt},)
    for index, block in enumerate(prompt):
        if not isinstance(block.get("type"), str):
            raise InvalidParams("a content block has a `type`", f"$.prompt[{index}].type")
    if all(map(_is_blank, prompt)):
        raise InvalidParams("the prompt is empty", "$.prompt")
    return prompt


def _is_blank(block: ContentBlock) -> bool:
    return block["type"] == "text" and not str(block.get("text") or "").strip()


def _withdraw(context: Context, conversation: Conversation, turn_id: TurnId) -> None:
    """The editor gave up its request: stop the turn, or take the prompt out of the queue."""
    state = conversation.state
    if state.turn is not None and state.turn.id == turn_id:
        settings = context.core.settings.cancel
        conversation.dispatch(Cancel(settings.timeout_ms, settings.on_timeout or "interrupt"))
    elif any(queued.turn_id == turn_id and not queued.steering for queued in state.queue):
        conversation.dispatch(DropQueued(turn_id))


def _prompt_result(ended: TurnEnded) -> PromptResult:
    assert ended.turn_id is not None
    never_sent = ended.epoch is None
    if never_sent and ended.error is not None:
        raise from_error_info(ended.error)
    return PromptResult(
        turn_id=ended.turn_id,
        end_reason=ended.reason,
        stop_reason=ended.stop_reason,
        usage=ended.usage,
        error=ended.error,
    )
