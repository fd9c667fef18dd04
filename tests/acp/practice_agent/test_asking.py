"""Elicitation: questions with a form and with a web page."""

from typing import Any

import pytest

from easel_testing.raw_acp_client import RawSession, RpcError


async def test_a_form_asks_with_several_kinds_of_fields(full: RawSession) -> None:
    forms: list[dict[str, Any]] = []

    def fill_in(params: dict[str, Any]) -> dict[str, Any]:
        forms.append(params)
        return {"action": "accept", "content": {"name": "A|da", "languages": ["Lua", "Rust"]}}

    full.client.handlers["elicitation/create"] = fill_in
    turn = await full.prompt("ask me something")
    (form,) = forms
    properties = form["requestedSchema"]["properties"].values()
    assert form["mode"] == "form"
    assert {field["type"] for field in properties} == {
        "string",
        "integer",
        "number",
        "boolean",
        "array",
    }
    assert "| name | A\\|da |" in turn.text
    assert "| languages | Lua, Rust |" in turn.text


@pytest.mark.parametrize(("action", "answer"), [("decline", "rather not"), ("cancel", "closed")])
async def test_no_answer_is_fine(full: RawSession, action: str, answer: str) -> None:
    full.client.handlers["elicitation/create"] = lambda _: {"action": action}
    turn = await full.prompt("/ask")
    assert answer in turn.text
    assert turn.stop_reason == "end_turn"


async def test_a_web_page_is_offered_and_reported_as_done(full: RawSession) -> None:
    pages: list[dict[str, Any]] = []

    def visit(params: dict[str, Any]) -> dict[str, Any]:
        pages.append(params)
        return {"action": "accept"}

    full.client.handlers["elicitation/create"] = visit
    await full.prompt("/ask url")
    (page,) = pages
    assert (page["mode"], page["url"]) == ("url", "https://agentclientprotocol.com/")
    done = await full.client.wire.wait_for_request("elicitation/complete")
    assert done["params"] == {"elicitationId": page["elicitationId"]}


@pytest.mark.parametrize("prompt", ["/ask", "/ask url"])
async def test_a_client_that_cannot_show_questions_is_told_so(
    bare: RawSession, prompt: str
) -> None:
    assert "did not say that it can" in (await bare.prompt(prompt)).text


async def test_a_question_that_the_client_refuses_ends_the_turn_well(full: RawSession) -> None:
    def refuse(params: dict[str, Any]) -> None:
        raise RpcError(-32602, "Invalid params")

    full.client.handlers["elicitation/create"] = refuse
    turn = await full.prompt("/ask")
    assert "Invalid params" in turn.text
    assert turn.stop_reason == "end_turn"
