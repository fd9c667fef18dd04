"""Agents: catalogue, processes, the ACP connection. Turns ACP traffic into conversation inputs."""
