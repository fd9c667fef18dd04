"""Transcripts: read-only documents that grow with a conversation."""

from typing import Final

from easel_conversation.conversation import Conversation
from easel_conversation.events import Event, TurnStarted
from easel_conversation.ids import ConversationId
from easel_conversation.values import ContentBlock
from easel_server.plain_lsp.attention import Attention
from easel_server.plain_lsp.blocks import Blocks, readable
from easel_server.plain_lsp.read_only_documents import ReadOnlyDocuments
from easel_server.plain_lsp.words import title_of

MAX_CHARACTERS: Final = 1024 * 1024
LEFT_OUT: Final = "> What came before is left out here."


class Transcript:
    """The transcript of one conversation: of all that happened since it was made."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._blocks = Blocks(conversation.state.agent)

    def note(self, event: Event) -> None:
        """Something happened."""
        if isinstance(event, TurnStarted):
            self._blocks.heading(f"## You\n\n{_prompt_text(event.prompt)}")
            self._blocks.heading(f"## Agent: {event.agent}")
        self._blocks.add(event)

    async def text(self) -> str:
        """The whole document; of a very long one the end."""
        kept: list[str] = []
        left = MAX_CHARACTERS
        for block in reversed(self._blocks.all):
            left -= len(block.text)
            kept.append(block.text if left >= 0 else LEFT_OUT)
            if left < 0:
                break
        head = f"# {title_of(self._conversation.state)}"
        return "\n\n".join([head, *reversed(kept)]) + "\n"


class Transcripts:
    """The transcripts that one editor shows."""

    def __init__(self, documents: ReadOnlyDocuments, attention: Attention) -> None:
        self._documents = documents
        self._open: dict[ConversationId, Transcript] = {}
        attention.read_all(self._read)

    def begin(self, conversation: Conversation) -> None:
        """Keep a transcript of a conversation that was just made."""
        transcript = self._open[conversation.state.id] = Transcript(conversation)
        self._documents.keep(_path(conversation.state.id), transcript.text)

    async def show(self, conversation_id: ConversationId) -> str:
        """Bring the transcript before the person; returns its URI."""
        return await self._documents.show(_path(conversation_id), "The answer is written to")

    def _read(self, conversation: Conversation, event: Event) -> None:
        if transcript := self._open.get(conversation.state.id):
            transcript.note(event)
            self._documents.changed(_path(conversation.state.id))


def _path(conversation_id: ConversationId) -> str:
    return f"transcripts/{conversation_id}.md"


def _prompt_text(prompt: tuple[ContentBlock, ...]) -> str:
    texts = [block["text"] for block in prompt if isinstance(block.get("text"), str)]
    return readable("\n\n".join(texts), final=True)
