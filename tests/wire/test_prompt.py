"""A prompt through the whole house: an LSP client, the server, a real agent process."""

from pathlib import Path

from easel_testing.agents import scripted_agent
from easel_testing.easel import easel


async def test_a_prompt_streams_its_answer_and_ends(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with easel(tmp_path, agents={"test": agent.setting}) as client:
        conversation = await client.conversation()

        result = await client.prompt(conversation, "say Hello, world")

        assert result["endReason"] == "completed"
        assert result["stopReason"] == "end_turn"
        assert client.text(conversation) == "Hello, world"
        assert client.infos[conversation]["executionStatus"] == "idle"
