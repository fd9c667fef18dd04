"""The settings: where they come from, what they mean, and what is wrong with them."""

from easel_server.settings.config_file import config_path, parse_config, read_config
from easel_server.settings.layer import Layer, SettingProblem, SettingSource
from easel_server.settings.mcp import McpServer, acp_mcp_servers
from easel_server.settings.merge import agents_by_source, merge_settings
from easel_server.settings.model import Settings
from easel_server.settings.schema import setting_keys, settings_schema
from easel_server.settings.state_dir import StateDirError, ensure_state_dir, state_dir

__all__ = [
    "Layer",
    "McpServer",
    "SettingProblem",
    "SettingSource",
    "Settings",
    "StateDirError",
    "acp_mcp_servers",
    "agents_by_source",
    "config_path",
    "ensure_state_dir",
    "merge_settings",
    "parse_config",
    "read_config",
    "setting_keys",
    "settings_schema",
    "state_dir",
]
