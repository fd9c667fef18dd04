"""What the practice agent can do."""

from easel_acp.practice_agent.commands.table import available_commands as available_commands
from easel_acp.practice_agent.commands.table import perform as perform
