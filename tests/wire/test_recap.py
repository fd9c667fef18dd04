"""An agent that forgot a conversation can be told of it, and a person decides what follows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from easel_testing.agents import ScriptedAgent, scripted_agent
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient

GONE = {"session/load": "error -32002 gone"}


def forgetful(directory: Path, on: Mapping[str, str] = GONE) -> ScriptedAgent:
    """An agent that cannot load its sessions."""
    return scripted_agent(directory / "agent", on=on)


async def after_a_crash(client: EaselClient) -> tuple[str, str]:
    """A conversation with a turn, whose agent has died, and the id of its session."""
    conversation = await client.conversation()
    await client.prompt(conversation, "say the milk is out")
    await client.prompt(conversation, "later 0 exit 1")
    info = await client.info(conversation, processStatus="crashed")
    return conversation, info["acpSessionId"]


def got(agent: ScriptedAgent) -> list[dict[str, Any]]:
    """The blocks of the last prompt that reached the agent."""
    prompt: list[dict[str, Any]] = agent.journal().received("session/prompt")[-1].params["prompt"]
    return prompt


async def test_who_asks_for_a_recap_has_the_next_prompt_begin_with_one(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = forgetful(tmp_path)
    async with editor({"test": agent}) as client:
        conversation, _ = await after_a_crash(client)

        result = await client.act("resume", conversation, recap=True)
        await client.prompt(conversation, "say one")
        recap, prompt = got(agent)
        await client.prompt(conversation, "say two")

        assert (result["sessionLoadOutcome"], result["conversation"]["recap"]) == ("fresh", True)
        assert recap["annotations"] == {"audience": ["assistant"]}
        assert recap["text"].startswith("<recap>\n")
        assert recap["text"].endswith("\n</recap>")
        assert "## User\n\nsay the milk is out" in recap["text"]
        assert "## Assistant\n\nthe milk is out" in recap["text"]
        assert prompt == {"type": "text", "text": "say one"}
        assert got(agent) == [{"type": "text", "text": "say two"}]
        (prepared, given) = client.of_type(conversation, "recap")
        assert (prepared["step"], prepared["text"]) == ("prepared", recap["text"])
        assert (given["step"], "text" in given) == ("given", False)
        started = client.of_type(conversation, "turnStarted")
        assert (given["turnId"], started[-2]["prompt"]) == (started[-2]["turnId"], [prompt])
        assert not client.infos[conversation].get("recap")
        await client.wait_for("easel/conversation/sessionLoadFailed")


async def test_a_recap_can_be_asked_for_once_the_new_session_is_there(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = forgetful(tmp_path)
    async with editor({"test": agent}) as client:
        conversation, _ = await after_a_crash(client)
        await client.prompt(conversation, "say without")
        assert len(got(agent)) == 1
        await client.wait_for("easel/conversation/sessionLoadFailed")

        await client.act("resume", conversation, recap=True)
        await client.prompt(conversation, "say with")

        assert "say without" in got(agent)[0]["text"]


async def test_what_is_lost_stays_lost_over_restores_until_the_agent_was_told(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = forgetful(tmp_path, {"session/load": "first 1 error -32002 gone"})
    async with editor({"test": agent}) as client:
        conversation, _ = await after_a_crash(client)
        assert (await client.act("resume", conversation))["sessionLoadOutcome"] == "fresh"
        await client.wait_for("easel/conversation/sessionLoadFailed")
        await client.act("pause", conversation)

        restored = await client.act("resume", conversation)

        assert restored["sessionLoadOutcome"] == "restored"
        assert restored["conversation"]["memory"] == "lost"
        await client.act("resume", conversation, recap=True)
        await client.prompt(conversation, "say one")
        assert "the milk is out" in got(agent)[0]["text"]
        assert client.infos[conversation]["memory"] == "resumed"
        await client.act("pause", conversation)
        again = await client.act("resume", conversation)
        assert again["conversation"]["memory"] == "resumed"


async def test_a_session_in_which_nothing_was_said_is_no_loss(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(
        tmp_path / "agent",
        on={"session/load": "error -32002 gone"},
        after={"session/new": "first 1 exit 1"},
    )
    async with editor({"test": agent}) as client:
        conversation = await client.conversation(warm=True)
        await client.info(conversation, processStatus="crashed")

        await client.prompt(conversation, "say one")

        assert client.infos[conversation]["memory"] == "new"
        await client.wait_for("easel/conversation/sessionLoadFailed")


async def test_a_recap_that_is_not_wanted_any_more_is_not_given(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = forgetful(tmp_path)
    async with editor({"test": agent}) as client:
        conversation, _ = await after_a_crash(client)
        await client.act("resume", conversation, recap=True)

        result = await client.act("resume", conversation, recap=False)
        await client.prompt(conversation, "say one")

        assert "recap" not in result["conversation"]
        assert len(got(agent)) == 1
        await client.wait_for("easel/conversation/sessionLoadFailed")


async def test_an_agent_that_remembers_gets_no_recap(editor: OpenEditor, tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}) as client:
        conversation, _ = await after_a_crash(client)

        result = await client.act("resume", conversation, recap=True)

        assert result["sessionLoadOutcome"] == "restored"
        assert "recap" not in result["conversation"]
        assert client.of_type(conversation, "recap") == []


async def test_a_recap_outlives_the_process_that_was_to_get_it(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = forgetful(tmp_path)
    async with editor({"test": agent}) as client:
        conversation, _ = await after_a_crash(client)
        await client.act("resume", conversation, recap=True)
        await client.act("pause", conversation)

        await client.prompt(conversation, "exit 1")
        await client.prompt(conversation, "say one")

        recaps = client.of_type(conversation, "recap")
        given = [event["turnId"] for event in recaps if event["step"] == "given"]
        started = [event["turnId"] for event in client.of_type(conversation, "turnStarted")]
        assert given == started[-2:]
        assert "the milk is out" in got(agent)[0]["text"]
        for _ in range(3):
            await client.wait_for("easel/conversation/sessionLoadFailed")


async def test_an_echo_of_the_recap_is_not_shown_as_what_the_user_said(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = forgetful(tmp_path)
    async with editor({"test": agent}) as client:
        conversation, _ = await after_a_crash(client)
        await client.act("resume", conversation, recap=True)
        (prepared,) = client.of_type(conversation, "recap")
        lines = [line for line in prepared["text"].splitlines() if len(line) > 20]

        await client.prompt(conversation, f"echo {lines[0]}\nsay one")

        assert client.text(conversation, role="user") == ""
        await client.wait_for("easel/conversation/sessionLoadFailed")


@pytest.mark.parametrize("recap", [False, True])
async def test_who_is_asked_can_go_on_with_a_new_session(
    editor: OpenEditor, tmp_path: Path, recap: bool
) -> None:
    agent = forgetful(tmp_path)
    async with editor({"test": agent}, {"sessionLoad": {"onFailure": "ask"}}) as client:
        conversation, session = await after_a_crash(client)
        error = await client.refused("conversation/resume", conversationId=conversation)
        assert (error.code, error.data["error"]["kind"]) == (-33005, "notFound")
        asked = await client.wait_for("easel/conversation/sessionLoadFailed")
        assert (asked["fallback"], asked["previousSessionId"]) == ("ask", session)

        result = await client.act("resume", conversation, onFailure="fresh", recap=recap)
        await client.prompt(conversation, "say one")

        assert result["sessionLoadOutcome"] == "fresh"
        told = await client.wait_for("easel/conversation/sessionLoadFailed")
        new = result["conversation"]["acpSessionId"]
        assert (told["fallback"], told["newSessionId"]) == ("fresh", new)
        assert len(got(agent)) == (2 if recap else 1)


async def test_who_is_asked_can_try_again(editor: OpenEditor, tmp_path: Path) -> None:
    agent = forgetful(tmp_path, {"session/load": "first 1 error -32002 gone"})
    async with editor({"test": agent}, {"sessionLoad": {"onFailure": "ask"}}) as client:
        conversation, session = await after_a_crash(client)
        await client.refused("conversation/resume", conversationId=conversation)
        await client.wait_for("easel/conversation/sessionLoadFailed")

        result = await client.act("resume", conversation)

        assert result["sessionLoadOutcome"] == "restored"
        assert result["conversation"]["acpSessionId"] == session


async def test_who_waits_for_a_session_can_choose_what_follows_if_it_does_not_come(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = forgetful(tmp_path, {"session/load": "hang"})
    settings = {"sessionLoad": {"onFailure": "ask", "timeoutMs": 3000}}
    async with editor({"test": agent}, settings) as client:
        conversation, _ = await after_a_crash(client)
        turn = await client.start(conversation, "say one")
        await agent.journal().wait_for("session/load")

        result = await client.act("resume", conversation, onFailure="fresh", recap=True)

        assert (await client.ended(conversation, turn))["reason"] == "completed"
        assert result["sessionLoadOutcome"] == "fresh"
        assert "the milk is out" in got(agent)[0]["text"]
        told = await client.wait_for("easel/conversation/sessionLoadFailed")
        assert (told["fallback"], told["error"]["kind"]) == ("fresh", "timeout")


@pytest.mark.parametrize(("choice", "fallback"), [("fail", "none"), ("ask", "ask")])
async def test_a_choice_goes_before_the_setting(
    editor: OpenEditor, tmp_path: Path, choice: str, fallback: str
) -> None:
    agent = forgetful(tmp_path)
    async with editor({"test": agent}) as client:
        conversation, session = await after_a_crash(client)

        error = await client.refused(
            "conversation/resume", conversationId=conversation, onFailure=choice
        )

        assert error.code == -33005
        told = await client.wait_for("easel/conversation/sessionLoadFailed")
        assert (told["fallback"], told["previousSessionId"]) == (fallback, session)


async def test_the_practice_agent_tells_a_recap_from_what_was_typed(
    editor: OpenEditor, tmp_path: Path
) -> None:
    async with editor() as client:
        conversation = await client.conversation(agent="easel-practice")
        first = await client.prompt(conversation, "the door code is 42")
        forked = await client.act("fork", conversation, atTurnId=first["turnId"])
        await client.prompt(conversation, "later")
        old = (await client.act("fork", conversation, atTurnId=first["turnId"]))["conversation"]
        client.created += [forked["conversation"]["id"], old["id"]]
        await client.open(old["id"])

        await client.prompt(old["id"], "open it")

        answer = client.text(old["id"]).partition("You said:")[2].partition("You said:")[2]
        assert "> open it\n" in answer
        assert "a note from the client" in answer
        assert "<recap>" not in client.text(old["id"])
        assert client.infos[old["id"]]["title"] == "the door code is 42 (fork)"
