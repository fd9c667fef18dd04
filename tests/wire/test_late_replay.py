"""History that an agent replays only behind its answer to the load (scenario T18)."""

from pathlib import Path

from easel_testing.agents import scripted_agent
from easel_testing.easel import easel


async def test_t18_a_history_that_comes_late_is_neither_shown_nor_taken_for_a_lost_session(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load", arguments=("--load", "late"))
    async with easel(tmp_path, agents={"test": agent.setting}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say one")
        await client.act("pause", conversation)

        resumed = await client.act("resume", conversation)
        await client.prompt(conversation, "say two")

        assert resumed["sessionLoadOutcome"] == "restored"
        assert client.text(conversation) == "onetwo"
        assert client.text(conversation, role="user") == ""
        assert client.infos[conversation]["turns"] == 2
