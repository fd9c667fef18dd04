"""`easel-practice`: an ACP agent that needs no key and no network, and shows every feature."""

from easel_acp.practice_agent.cli import main as main
