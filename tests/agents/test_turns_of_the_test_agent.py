"""The test agent: how its turns run, react to a cancel and end."""

from pathlib import Path
from typing import Any

import pytest

from easel_testing.agents import scripted_agent, stream_text
from easel_testing.raw_lines import raw_session


async def test_a_script_streams_in_order_and_ends_the_turn(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        script = 'think hm\nplan completed Read | pending Write\nstream 300 size=8\nsay "a\\nb"'
        response = await agent.prompt(session, script)
    assert response["result"] == {"stopReason": "end_turn"}
    assert agent.text() == stream_text(300, 8) + "a\nb"
    assert agent.updates("plan")[0]["entries"][1] == {
        "content": "Write", "priority": "medium", "status": "pending",
    }  # fmt: skip
    assert scripted.journal().methods() == ["initialize", "session/new", "session/prompt"]
    assert scripted.journal().prompts() == [script]


async def test_tool_calls_carry_the_fields_given_even_unknown_ones(tmp_path: Path) -> None:
    script = (
        "tool t1 title='Edit it' kind=quantum status=melting path=/a.txt input={\\\"n\\\":1}\n"
        "diff t1 path=/a.txt old=x new=y\n"
        "tool-update t1 status=completed text=done"
    )
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        await agent.prompt(session, script)
    [call] = agent.updates("tool_call")
    assert (call["kind"], call["status"], call["rawInput"]) == ("quantum", "melting", {"n": 1})
    [diff, done] = agent.updates("tool_call_update")
    assert diff["content"] == [{"type": "diff", "path": "/a.txt", "oldText": "x", "newText": "y"}]
    assert done["status"] == "completed"


@pytest.mark.parametrize(
    ("ending", "answer"),
    [
        ("end refusal", {"result": {"stopReason": "refusal"}}),
        ("end made_up", {"result": {"stopReason": "made_up"}}),
        ("end missing", {"result": {}}),
        ("end null", {"result": None}),
        ("result [1]", {"result": [1]}),
        ("error -32800 aborted", {"error": {"code": -32800, "message": "aborted"}}),
        ('error-json {"code": "x"}', {"error": {"code": "x"}}),
    ],
)
async def test_a_turn_ends_as_the_script_says(
    tmp_path: Path, ending: str, answer: dict[str, Any]
) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        response = await agent.prompt(session, f"{ending}\nsay never")
    assert response.items() >= answer.items()
    assert agent.text() == ""


async def test_a_prompt_can_be_answered_twice(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        await agent.prompt(session, "respond end_turn\nsay still here\nend cancelled")
        await agent.wait(lambda m: (m.get("result") or {}).get("stopReason") == "cancelled")
    assert agent.text() == "still here"


async def test_by_default_a_cancel_ends_the_turn_with_its_partial_text(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        turn = await agent.begin_prompt(session, "say partial\nhang\nsay never")
        await agent.wait_for_text("partial")
        await agent.cancel(session)
        assert (await agent.response(turn))["result"] == {"stopReason": "cancelled"}
    assert agent.text() == "partial"


@pytest.mark.parametrize(
    ("reaction", "answer"),
    [
        ("on-cancel end end_turn", {"result": {"stopReason": "end_turn"}}),
        ("on-cancel error -32603 boom", {"error": {"code": -32603, "message": "boom"}}),
        ("on-cancel sleep 30\non-cancel end cancelled", {"result": {"stopReason": "cancelled"}}),
    ],
)
async def test_a_cancel_is_answered_as_the_script_says(
    tmp_path: Path, reaction: str, answer: dict[str, Any]
) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        turn = await agent.begin_prompt(session, f"say go\nhang\n{reaction}")
        await agent.cancel(session)
        assert (await agent.response(turn)).items() >= answer.items()


async def test_a_cancel_can_be_ignored(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        turn = await agent.begin_prompt(session, "on-cancel ignore\nsay go\nhang")
        await agent.cancel(session)
        await scripted.journal().wait_for("session/cancel")
        assert (await agent.prompt(session, "say next"))["result"]["stopReason"] == "end_turn"
    assert not [m for m in agent.messages if m.get("id") == turn]


async def test_a_cancel_can_be_acknowledged_while_the_stream_goes_on(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        script = "on-cancel respond cancelled\nsay go\nstream 50 every=4\nsay last"
        turn = await agent.begin_prompt(session, script)
        await agent.cancel(session)
        await agent.response(turn)
        assert "last" not in agent.text()
        await agent.wait_for_text("last")


async def test_a_cancel_right_behind_the_prompt_finds_its_turn(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        turn = await agent.begin_prompt(session, "hang")
        await agent.cancel(session)
        assert (await agent.response(turn))["result"] == {"stopReason": "cancelled"}
    assert not scripted.journal().notes("stale-cancel")


async def test_the_reaction_to_a_cancel_runs_once(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        turn = await agent.begin_prompt(session, "on-cancel sleep 50\non-cancel end end_turn\nhang")
        for _ in range(3):
            await agent.cancel(session)
        await agent.response(turn)
        await agent.prompt(session, "say next")
    assert [m["id"] for m in agent.messages if m.get("result", {}).get("stopReason")] == [2, 3]


async def test_a_stale_cancel_is_noted_and_can_poison_the_next_prompt(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, arguments=("--stale-cancel-poisons",))
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        await agent.cancel(session)
        assert "error" in await agent.prompt(session, "say hello")
        assert "result" in await agent.prompt(session, "say hello")
    assert len(scripted.journal().notes("stale-cancel")) == 1


async def test_two_prompts_at_once_on_a_session_are_noted(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        await agent.begin_prompt(session, "hang")
        await agent.prompt(session, "say beside")
    assert len(scripted.journal().notes("overlap")) == 1


async def test_late_steps_run_after_the_answer(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        script = "later 20 say late\nlater 1 tool-update t1 status=completed\ntool t1\nend end_turn"
        await agent.prompt(session, script)
        assert agent.text() == ""
        await agent.wait_for_text("late")
    assert agent.updates("tool_call_update")[0]["status"] == "completed"


async def test_updates_can_go_out_in_the_name_of_another_session(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        await agent.prompt(session, "as elsewhere say foreign\nsay own")
    sessions = [m["params"]["sessionId"] for m in agent.messages if "params" in m]
    assert sessions == ["elsewhere", session]


async def test_usage_may_be_anything(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        response = await agent.prompt(
            session, 'usage used=NaN size=-1 cost=-0.5\nend end_turn usage={"inputTokens": -3}'
        )
    assert response["result"]["usage"] == {"inputTokens": -3}
    assert b'"used":NaN,"size":-1,"cost":{"amount":-0.5,"currency":"USD"}' in b"".join(agent.lines)


async def test_an_unknown_step_is_answered_with_an_error_before_anything_runs(
    tmp_path: Path,
) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        response = await agent.prompt(session, "say hello\nfrobnicate")
    assert response["error"] == {"code": -32602, "message": "line 2: unknown step 'frobnicate'"}
    assert agent.text() == ""


async def test_a_plain_agent_answers_with_the_prompt(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, arguments=("--plain",))
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        await agent.prompt(session, "What is this?")
    assert agent.text() == "What is this?"
