"""Asks the person something: with a form, or by sending them to a web page."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from easel_acp import sdk
from easel_acp.practice_agent.client import ClientError, ElicitationAnswer
from easel_acp.practice_agent.commands.command import Command, plain
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Say, Steps

URL = "https://agentclientprotocol.com/"

FORM: Mapping[str, Any] = {
    "type": "object",
    "title": "A few questions",
    "properties": {
        "name": {"type": "string", "title": "Your name", "minLength": 1, "maxLength": 80},
        "email": {"type": "string", "title": "E-mail", "format": "email"},
        "editor": {
            "type": "string",
            "title": "Favourite editor",
            "oneOf": [
                {"const": "vscode", "title": "VS Code"},
                {"const": "neovim", "title": "Neovim"},
                {"const": "emacs", "title": "Emacs"},
                {"const": "other", "title": "Another"},
            ],
            "default": "other",
        },
        "years": {"type": "integer", "title": "Years of using it", "minimum": 0, "maximum": 80},
        "satisfaction": {
            "type": "number",
            "title": "How happy are you with it, from 0 to 1?",
            "minimum": 0,
            "maximum": 1,
            "default": 0.5,
        },
        "languages": {
            "type": "array",
            "title": "Languages",
            "items": {"type": "string", "enum": ["Python", "TypeScript", "Rust", "Lua"]},
            "minItems": 1,
        },
        "newsletter": {"type": "boolean", "title": "This is a practice form", "default": True},
    },
    "required": ["name", "editor"],
}


async def _ask(scene: Scene, argument: str) -> Steps:
    by_url = argument == "url"
    offered = scene.client.opens_urls if by_url else scene.client.shows_forms
    if not offered:
        kind = "open a web page for me" if by_url else "show a form"
        yield Say(f"Your editor did not say that it can {kind}, so I cannot ask.\n")
        return
    try:
        answer = await (_send_url(scene) if by_url else _send_form(scene))
    except ClientError as error:
        yield Say(f"The question did not get through: {error}\n")
        return
    if answer.action == "cancel":
        yield Say("You closed the question. That is fine.\n")
    elif answer.action == "decline":
        yield Say("You would rather not answer. That is fine.\n")
    elif by_url:
        yield Say("You went there. In real life I would go on once the page told me to.\n")
    else:
        yield Say(_table(answer.content or {}))


async def _send_form(scene: Scene) -> ElicitationAnswer:
    request = sdk.CreateFormSessionElicitationRequest(
        session_id=scene.session.id,
        mode="form",
        message="Tell me about yourself. Nothing of it leaves this session.",
        requested_schema=sdk.ElicitationSchema.model_validate(FORM),
    )
    return await scene.client.elicit(request)


async def _send_url(scene: Scene) -> ElicitationAnswer:
    elicitation_id = str(uuid4())
    request = sdk.CreateUrlSessionElicitationRequest.model_validate(
        {
            "sessionId": scene.session.id,
            "mode": "url",
            "message": "Please have a look at this page.",
            "elicitationId": elicitation_id,
            "url": URL,
        }
    )
    answer = await scene.client.elicit(request)
    if answer.action == "accept":
        await scene.client.notify("elicitation/complete", {"elicitationId": elicitation_id})
    return answer


def _table(content: Mapping[str, Any]) -> str:
    rows = "\n".join(f"| {name} | {_cell(value)} |" for name, value in content.items())
    return f"Thank you! You answered:\n\n| Question | Answer |\n|---|---|\n{rows}\n"


def _cell(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text.replace("|", "\\|").replace("\n", " ")


ASK = Command(
    "ask",
    "Ask you something with a form, or with a web page",
    _ask,
    hint="[url]",
    words=plain(r"ask me(?: something| a question)?"),
)
