"""The test agent: what it asks of the client."""

from pathlib import Path

from easel_testing.agents import scripted_agent
from easel_testing.raw_lines import Message, RawAgent, raw_session

PERMISSION = "session/request_permission"
CANCELLED = {"outcome": {"outcome": "cancelled"}}


def chosen(option: str) -> Message:
    return {"outcome": {"outcome": "selected", "optionId": option}}


def permissions(agent: RawAgent) -> list[Message]:
    return [message for message in agent.messages if message.get("method") == PERMISSION]


async def two_permissions(agent: RawAgent) -> list[Message]:
    return await agent.until(lambda: p if len(p := permissions(agent)) == 2 else None)


async def test_a_permission_waits_for_its_answer_and_says_it(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        turn = await agent.begin_prompt(session, "permission t1 title='Edit a'\nsay , done")
        request = await agent.wait_for_request(PERMISSION)
        assert request["params"]["toolCall"]["title"] == "Edit a"
        assert [o["kind"] for o in request["params"]["options"]] == [
            "allow_once", "allow_always", "reject_once",
        ]  # fmt: skip
        await agent.reply(request, chosen("allow"))
        await agent.response(turn)
    assert agent.text() == "permission t1: selected allow, done"


async def test_several_permissions_can_be_open_at_once(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        script = "nowait permission a bare ok:allow_once\nnowait permission b\nawait b\nawait a"
        turn = await agent.begin_prompt(session, script)
        first, second = await two_permissions(agent)
        assert first["params"]["toolCall"] == {"toolCallId": "a"}
        await agent.reply(first, CANCELLED)
        await agent.reply(second, chosen("reject"))
        await agent.response(turn)
    assert agent.text() == "permission b: selected rejectpermission a: cancelled"


async def test_a_permission_can_be_withdrawn(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        await agent.begin_prompt(session, "nowait permission a\nwithdraw a\nhang")
        withdrawn = await agent.wait_for_request("$/cancel_request")
        [request] = permissions(agent)
    assert withdrawn["params"] == {"requestId": request["id"]}


async def test_a_permission_can_come_when_no_turn_runs(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        await agent.prompt(session, "later 10 permission late")
        await agent.reply(await agent.wait_for_request(PERMISSION), CANCELLED)
        await agent.wait_for_text("permission late: cancelled")


async def test_a_cancelled_turn_can_wait_for_the_answers(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        script = "on-cancel await\non-cancel end cancelled\npermission a\nhang"
        turn = await agent.begin_prompt(session, script)
        request = await agent.wait_for_request(PERMISSION)
        await agent.cancel(session)
        await agent.reply(request, CANCELLED)
        assert (await agent.response(turn))["result"] == {"stopReason": "cancelled"}
    assert agent.text() == "permission a: cancelled"


async def test_ids_of_requests_can_be_zero_strings_or_clash_with_the_clients(
    tmp_path: Path,
) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        script = "nowait permission a\nids string\nnowait permission b\nids clash\npermission c"
        turn = await agent.begin_prompt(session, script)
        await agent.until(lambda: len(permissions(agent)) == 3 or None)
    assert [request["id"] for request in permissions(agent)] == [0, "agent-1", turn]


async def test_files_and_terminals_go_through_the_client(tmp_path: Path) -> None:
    answers = {
        "fs/read_text_file": {"content": "unsaved"},
        "fs/write_text_file": {},
        "terminal/create": {"terminalId": "term-7"},
        "terminal/wait_for_exit": {"exitCode": 0},
        "terminal/output": {"output": "hi\n", "truncated": False},
        "terminal/release": {},
    }
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        script = "read a.txt\nwrite b.txt some text\nterminal echo hi\ntool t terminal=$terminal"
        turn = await agent.begin_prompt(session, script)
        for method, result in answers.items():
            await agent.reply(await agent.wait_for_request(method), result)
        await agent.response(turn)
    written = await agent.wait_for_request("fs/write_text_file")
    assert written["params"]["path"] == str(tmp_path / "b.txt")
    assert written["params"]["content"] == "some text"
    assert agent.text() == "unsavedwrite b.txt: {}hi\n"
    assert agent.updates("tool_call")[0]["content"][0]["terminalId"] == "term-7"


async def test_an_error_of_the_client_is_said(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        turn = await agent.begin_prompt(session, "read /etc/shadow")
        request = await agent.wait_for_request("fs/read_text_file")
        error = {"code": -32602, "message": "outside"}
        await agent.send({"jsonrpc": "2.0", "id": request["id"], "error": error})
        await agent.response(turn)
    assert agent.text() == "read /etc/shadow: error -32602 outside"


async def test_an_elicitation_is_a_form_or_a_page(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        turn = await agent.begin_prompt(session, "elicit Your name?")
        request = await agent.wait_for_request("elicitation/create")
        assert request["params"]["mode"] == "form"
        await agent.reply(request, {"action": "accept", "content": {"answer": "Ada"}})
        await agent.response(turn)
        await agent.begin_prompt(session, "elicit Log in url=https://example.org/login")
        page = await agent.wait(lambda m: m.get("params", {}).get("mode") == "url")
    assert agent.text() == 'elicit: accept {"answer":"Ada"}'
    assert page["params"]["url"] == "https://example.org/login"


async def test_any_request_can_be_made(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        turn = await agent.begin_prompt(session, 'request craft/unheard {"a": 1}')
        await agent.reply(await agent.wait_for_request("craft/unheard"), {"b": 2})
        await agent.response(turn)
    assert agent.text() == 'craft/unheard: {"b":2}'
