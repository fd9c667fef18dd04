"""A prompt fits what the agent takes, and says so when it cannot."""

import pytest

from easel_acp.connection.content import content_for
from easel_acp.connection.errors import UnsupportedContent
from easel_acp.connection.initialize_result import PromptCapabilities
from easel_acp.connection.messages import Message

TEXT_ONLY = PromptCapabilities()
EVERYTHING = PromptCapabilities(image=True, audio=True, embedded_context=True)

TEXT: Message = {"type": "text", "text": "hi"}
LINK: Message = {"type": "resource_link", "uri": "file:///a.py", "name": "a.py"}
IMAGE: Message = {"type": "image", "data": "aGk=", "mimeType": "image/png"}
AUDIO: Message = {"type": "audio", "data": "aGk=", "mimeType": "audio/wav"}


def embedded(**resource: str) -> Message:
    return {"type": "resource", "resource": resource}


def test_an_agent_that_takes_everything_gets_everything_as_it_is() -> None:
    blocks = [TEXT, LINK, IMAGE, AUDIO, embedded(uri="file:///a", text="x"), {"type": "later"}]
    assert content_for(blocks, EVERYTHING) == blocks


def test_every_agent_takes_text_and_links() -> None:
    assert content_for([TEXT, LINK], TEXT_ONLY) == [TEXT, LINK]


@pytest.mark.parametrize(("block", "kind"), [(IMAGE, "image"), (AUDIO, "audio")])
def test_what_has_no_other_form_is_a_typed_error(block: Message, kind: str) -> None:
    with pytest.raises(UnsupportedContent) as raised:
        content_for([TEXT, block], TEXT_ONLY)
    assert raised.value.kind == kind


def test_an_embedded_text_becomes_text_with_its_uri() -> None:
    block = embedded(uri="file:///a.py", text="x = 1\n")
    [sent] = content_for([block], TEXT_ONLY)
    assert sent == {"type": "text", "text": "file:///a.py\n```\nx = 1\n```"}


def test_an_embedded_text_cannot_close_its_fence() -> None:
    [sent] = content_for([embedded(uri="file:///a.md", text="````\nx\n````")], TEXT_ONLY)
    assert sent["text"] == "file:///a.md\n`````\n````\nx\n````\n`````"


def test_an_embedded_blob_becomes_a_link() -> None:
    block = embedded(uri="file:///docs/my%20plan.pdf", blob="aGk=", mimeType="application/pdf")
    assert content_for([block], TEXT_ONLY) == [
        {
            "type": "resource_link",
            "uri": "file:///docs/my%20plan.pdf",
            "name": "my plan.pdf",
            "mimeType": "application/pdf",
        }
    ]
