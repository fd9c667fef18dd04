"""After a process has gone: the agent's session comes back, or people are told why it did not."""

from pathlib import Path
from typing import Any

import pytest

from easel_testing.agents import Journal, ScriptedAgent, scripted_agent
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient, Json


async def crash(client: EaselClient, conversation: str) -> str:
    """Let the idle agent die; returns the id of its session."""
    await client.prompt(conversation, "later 0 exit 1")
    info = await client.info(conversation, processStatus="crashed")
    session: str = info["acpSessionId"]
    return session


def opened_by(journal: Journal) -> list[str]:
    """How sessions were opened."""
    return [m for m in journal.methods() if m in {"session/new", "session/load", "session/resume"}]


@pytest.mark.parametrize(
    ("features", "way"),
    [("load,resume", "session/resume"), ("load", "session/load"), ("resume", "session/resume")],
)
async def test_w14_a_session_is_resumed_rather_than_loaded_rather_than_made_anew(
    editor: OpenEditor, tmp_path: Path, features: str, way: str
) -> None:
    agent = scripted_agent(tmp_path / "agent", features=features)
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        assert (await client.act("resume", conversation))["sessionLoadOutcome"] == "fresh"
        await client.prompt(conversation, "remember the milk\nsay noted")
        assert client.infos[conversation]["memory"] == "new"
        session = await crash(client, conversation)

        result = await client.act("resume", conversation)

        assert (result["sessionLoaded"], result["sessionLoadOutcome"]) == (True, "restored")
        assert result["conversation"]["memory"] == "resumed"
        (restored,) = client.of_type(conversation, "sessionRestored")
        assert (restored["outcome"], restored["acpSessionId"]) == ("restored", session)
        assert opened_by(agent.journal()) == ["session/new", way]
        await client.prompt(conversation, "recall")
        assert client.text(conversation) == "notedthe milk"


async def test_w14_an_agent_that_cannot_restore_says_so_and_goes_on_without_memory(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="")
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "remember the milk")
        session = await crash(client, conversation)

        await client.prompt(conversation, "recall")

        assert client.text(conversation) == "nothing"
        info = client.infos[conversation]
        assert info["memory"] == "lost"
        assert info["acpSessionId"] != session
        told = await client.wait_for("easel/conversation/sessionLoadFailed")
        assert told["error"]["kind"] == "unsupported"
        assert opened_by(agent.journal()) == ["session/new", "session/new"]


KINDS = [
    ("error -32002 Resource not found", "notFound"),
    ("error -32603 Session abc not found", "notFound"),
    ("error -32603 disk full", "agentError"),
    ("error -32603 session is locked by another process", "ownedElsewhere"),
    ("hang", "timeout"),
]


@pytest.mark.parametrize(("fault", "kind"), KINDS)
async def test_w15_a_session_that_is_gone_is_replaced_with_a_reason(
    editor: OpenEditor, tmp_path: Path, fault: str, kind: str
) -> None:
    agent = scripted_agent(
        tmp_path / "agent",
        features="load",
        on={"session/load": fault},
        after={"session/new": "commands review"},
    )
    settings = {"sessionLoad": {"timeoutMs": 300}} if fault == "hang" else {}
    async with editor({"test": agent}, settings) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "remember the milk")
        session = await crash(client, conversation)

        result = await client.act("resume", conversation)

        assert (result["ok"], result["sessionLoaded"]) == (True, False)
        assert result["sessionLoadOutcome"] == "fresh"
        error = result["sessionLoadError"]
        assert (error["kind"], error["acpSessionId"]) == (kind, session)
        new = result["conversation"]["acpSessionId"]
        told = await client.wait_for("easel/conversation/sessionLoadFailed")
        assert told == {
            "conversationId": conversation,
            "error": error,
            "fallback": "fresh",
            "previousSessionId": session,
            "newSessionId": new,
        }
        (event,) = client.of_type(conversation, "sessionLoadFailed")
        assert told.items() >= {k: event[k] for k in ("error", "fallback", "newSessionId")}.items()
        assert result["conversation"]["memory"] == "lost"
        await client.prompt(conversation, "recall")
        assert client.text(conversation) == "nothing"
        assert [c["name"] for c in client.infos[conversation]["commands"]] == ["review"]


async def test_w15_an_agent_that_replays_nothing_of_a_history_has_not_loaded_it(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", arguments=("--load", "empty"))
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say one")
        session = await crash(client, conversation)

        result = await client.act("resume", conversation)

        assert result["sessionLoadError"]["kind"] == "suspect"
        assert result["conversation"]["acpSessionId"] != session
        await client.wait_for("easel/conversation/sessionLoadFailed")


async def test_w15_an_agent_that_resumes_what_it_does_not_know_is_made_to_prove_it(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(
        tmp_path / "agent",
        features="load,resume",
        initialize={"agentInfo": {"name": "hermes-agent", "version": "0.19.0"}},
        on={"session/resume": "result {}"},
        arguments=("--load", "empty"),
    )
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say one")
        await crash(client, conversation)

        result = await client.act("resume", conversation)

        assert result["sessionLoadError"]["kind"] == "suspect"
        assert opened_by(agent.journal()) == ["session/new", "session/load", "session/new"]
        await client.wait_for("easel/conversation/sessionLoadFailed")


async def test_a_session_without_a_turn_may_replay_nothing(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", after={"session/new": "first 1 exit 1"})
    async with editor({"test": agent}) as client:
        conversation = await client.conversation(warm=True)
        await client.info(conversation, processStatus="crashed")

        result = await client.act("resume", conversation)

        assert result["sessionLoadOutcome"] == "restored"


@pytest.mark.parametrize(("on_failure", "fallback"), [("fail", "none"), ("ask", "ask")])
async def test_w15_the_settings_can_forbid_a_new_session(
    editor: OpenEditor, tmp_path: Path, on_failure: str, fallback: str
) -> None:
    agent = scripted_agent(tmp_path / "agent", on={"session/load": "first 1 error -32002 gone"})
    async with editor({"test": agent}, {"sessionLoad": {"onFailure": on_failure}}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "remember the milk")
        session = await crash(client, conversation)

        error = await client.refused(
            "conversation/prompt", conversationId=conversation, prompt="say never"
        )

        told = await client.wait_for("easel/conversation/sessionLoadFailed")
        assert error.code == -33005
        assert error.data == {"kind": "sessionLoadFailed", "error": told["error"]}
        assert (told["fallback"], told["previousSessionId"]) == (fallback, session)
        assert told["error"]["kind"] == "notFound"
        assert "newSessionId" not in told
        await client.prompt(conversation, "recall")
        assert client.text(conversation) == "the milk"
        assert opened_by(agent.journal()) == ["session/new", "session/load", "session/load"]


@pytest.mark.parametrize("on_failure", ["fail", "ask"])
async def test_nobody_is_asked_about_a_session_in_which_nothing_was_said(
    editor: OpenEditor, tmp_path: Path, on_failure: str
) -> None:
    agent = scripted_agent(
        tmp_path / "agent",
        on={"session/load": "error -32002 gone"},
        after={"session/new": "first 1 exit 1"},
    )
    async with editor({"test": agent}, {"sessionLoad": {"onFailure": on_failure}}) as client:
        conversation = await client.conversation(warm=True)
        await client.info(conversation, processStatus="crashed")

        await client.prompt(conversation, "say one")

        assert client.text(conversation) == "one"
        told = await client.wait_for("easel/conversation/sessionLoadFailed")
        assert told["fallback"] == "fresh"


async def test_t18_the_history_that_a_load_replays_is_neither_shown_nor_counted(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "say one\ntool t status=completed\nplan pending One")
    await crash(client, conversation)
    before = list(client.events[conversation])

    await client.act("resume", conversation)

    assert len(journal.received("session/load")) == 1
    new = client.events[conversation][len(before) :]
    assert {e["type"] for e in new} <= {"statusChanged", "metadataChanged", "sessionRestored"}
    assert client.infos[conversation]["turns"] == 2
    assert client.infos[conversation]["executionStatus"] == "idle"


def chosen(info: Json) -> tuple[str, Any]:
    """The mode and the model."""
    options = {option["id"]: option["currentValue"] for option in info["configOptions"]}
    return info["modes"]["currentModeId"], options["model"]


@pytest.mark.parametrize("features", ["load,modes,options", "modes,options"])
async def test_w23_modes_and_options_are_chosen_again_in_a_session_that_forgot_them(
    editor: OpenEditor, tmp_path: Path, features: str
) -> None:
    agent: ScriptedAgent = scripted_agent(
        tmp_path / "agent", features=features, arguments=("--load", "empty")
    )
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        await client.act("setMode", conversation, modeId="plan")
        now = await client.act("setConfigOption", conversation, configId="model", value="latest")
        assert chosen(now["conversation"]) == ("plan", "model-2")
        await client.prompt(conversation, "say one")
        await crash(client, conversation)

        resumed = await client.act("resume", conversation)

        assert chosen(resumed["conversation"]) == ("plan", "model-2")
        journal = agent.journal()
        assert [r.params["modeId"] for r in journal.received("session/set_mode")] == ["plan"] * 2
        values = [r.params["value"] for r in journal.received("session/set_config_option")]
        assert values == ["latest", "model-2"]
        await client.wait_for("easel/conversation/sessionLoadFailed")


async def test_s5_each_of_two_conversations_with_one_agent_tells_what_its_own_session_remembers(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", on={"session/load": "first 1 error -32002 gone"})
    async with editor({"test": agent}) as client:
        forgotten, kept, untouched = [await client.conversation() for _ in range(3)]
        for conversation in (forgotten, kept, untouched):
            await client.prompt(conversation, "say hello")
        for conversation in (forgotten, kept):
            await crash(client, conversation)
            await client.act("resume", conversation)

        memories = [client.infos[each]["memory"] for each in (forgotten, kept, untouched)]
        assert memories == ["lost", "resumed", "new"]
        await client.wait_for("easel/conversation/sessionLoadFailed")


async def test_s6_nobody_is_told_that_a_session_was_resumed_which_was_not(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", on={"session/load": "error -32002 gone"})
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say hello")
        await crash(client, conversation)

        await client.prompt(conversation, "say again")

        changes = client.of_type(conversation, "metadataChanged")
        assert [e["memory"] for e in changes if e.get("memory")] == ["new", "lost"]
        assert [e["outcome"] for e in client.of_type(conversation, "sessionRestored")] == ["fresh"]
        await client.wait_for("easel/conversation/sessionLoadFailed")
