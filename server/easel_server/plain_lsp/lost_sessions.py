"""What to do about an agent that forgot a conversation, as `window/showMessageRequest`."""

import logging
from collections.abc import Mapping
from functools import partial
from typing import Final

from lsprotocol import types

from easel_conversation.conversation import Conversation
from easel_conversation.errors import ConversationError
from easel_conversation.events import Event, SessionLoadFailed
from easel_conversation.ids import ConversationId
from easel_conversation.values import SessionLoadFallback
from easel_server.core import Core
from easel_server.errors import EaselError
from easel_server.features.context import Context
from easel_server.features.resuming import resume
from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.asking_editors import Unanswered, answered
from easel_server.plain_lsp.attention import Attention
from easel_server.plain_lsp.words import title_of
from easel_server.protocol.conversation import ResumeParams
from easel_server.sentences import sentence

logger = logging.getLogger(__name__)

Choices = Mapping[str, partial[ResumeParams]]

_FORGOTTEN: Final = "It goes on with a new session, which does not remember what was said."
_WITH_RECAP: Final = partial(ResumeParams, on_failure="fresh", recap=True)
_CHOICES: Final[Mapping[SessionLoadFallback, Choices]] = {
    "ask": {
        "Try again": partial(ResumeParams),
        "Go on with a recap": _WITH_RECAP,
        "Go on without memory": partial(ResumeParams, on_failure="fresh"),
    },
    "fresh": {"Give it a recap": _WITH_RECAP},
    "none": {},
}


def register_lost_sessions(session: EditorSession, core: Core, attention: Attention) -> None:
    """Ask the person before an editor without a plug-in."""

    def read(conversation: Conversation, event: Event) -> None:
        if isinstance(event, SessionLoadFailed) and _CHOICES[event.fallback]:
            session.tasks.start_soon(_ask, session, core, conversation, event)

    attention.read(read)


async def _ask(
    session: EditorSession, core: Core, conversation: Conversation, event: SessionLoadFailed
) -> None:
    choices = _CHOICES[event.fallback]
    what = _FORGOTTEN if event.fallback == "fresh" else ""
    params = types.ShowMessageRequestParams(
        type=types.MessageType.Warning,
        message=f"{title_of(conversation.state)}: {sentence(event)} {what}".strip(),
        actions=[types.MessageActionItem(title=label) for label in choices],
    )
    try:
        request = session.window_show_message_request_async(params)
        pressed = await answered(request, seconds=None)
    except Unanswered as reason:
        logger.warning("%s asked nobody: %s", session.peer, reason)
        return
    choice = None if pressed is None else choices.get(pressed.title)
    if choice is not None:
        await _follow(session, core, conversation.state.id, choice)


async def _follow(
    session: EditorSession,
    core: Core,
    conversation_id: ConversationId,
    choice: partial[ResumeParams],
) -> None:
    context = Context(core, core.editors[session])
    try:
        await resume(context, choice(conversation_id=conversation_id))
    except (EaselError, ConversationError) as error:
        if getattr(error, "kind", "") == "sessionLoadFailed":
            return  # that is asked about anew
        session.window_show_message(
            types.ShowMessageParams(type=types.MessageType.Error, message=str(error))
        )
