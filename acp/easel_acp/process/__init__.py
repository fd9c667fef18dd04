"""Agent processes: started, watched, and ended with everything that they have started."""

from easel_acp.process.agent_process import AgentProcess
from easel_acp.process.errors import (
    AgentInputClosed,
    AgentInputError,
    AgentInputFull,
    AgentNotExecutable,
    AgentNotFound,
    AgentProcessError,
    AgentStartError,
    AgentStartFailed,
    BadLaunchSpec,
    BadWorkingDirectory,
    ProcessTreeSurvived,
)
from easel_acp.process.exit_status import ExitStatus
from easel_acp.process.launch import LaunchSpec, agent_environment
from easel_acp.process.registry import ProcessRecord, ProcessRegistry
from easel_acp.process.sweep import Swept, sweep

__all__ = [
    "AgentInputClosed",
    "AgentInputError",
    "AgentInputFull",
    "AgentNotExecutable",
    "AgentNotFound",
    "AgentProcess",
    "AgentProcessError",
    "AgentStartError",
    "AgentStartFailed",
    "BadLaunchSpec",
    "BadWorkingDirectory",
    "ExitStatus",
    "LaunchSpec",
    "ProcessRecord",
    "ProcessRegistry",
    "ProcessTreeSurvived",
    "Swept",
    "agent_environment",
    "sweep",
]
