"""What other editors know about agents: Zed's settings.json and JetBrains' acp.json."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from easel_acp.catalogue import jsonc
from easel_acp.catalogue.definition import CatalogueProblem
from easel_acp.catalogue.entry import AgentEntry, EntryError, parse_entry
from easel_acp.catalogue.host import Host

Editor = Literal["zed", "jetbrains"]

_FILE_NAMES: Mapping[Editor, str] = {
    "zed": "Zed's settings file",
    "jetbrains": "JetBrains' acp.json",
}
_KEY = "agent_servers"
_MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class EditorAgents:
    """The usable entries of one file by name, and what is wrong with the others."""

    entries: Mapping[str, AgentEntry]
    problems: tuple[CatalogueProblem, ...] = ()


def editor_file(editor: Editor, host: Host) -> Path:
    """Where the editor keeps its agents on that host; the file need not exist.

    Zed: `%APPDATA%\\Zed` on Windows, `$FLATPAK_XDG_CONFIG_HOME/zed` or
    `$XDG_CONFIG_HOME/zed` on Linux, `~/.config/zed` on macOS. JetBrains: `~/.jetbrains`.
    """
    if editor == "jetbrains":
        return host.home / ".jetbrains" / "acp.json"
    if host.platform == "win32":
        return host.folder("APPDATA", host.home / "AppData/Roaming") / "Zed" / "settings.json"
    config = host.home / ".config"
    if host.platform != "darwin":
        config = host.folder("FLATPAK_XDG_CONFIG_HOME", host.folder("XDG_CONFIG_HOME", config))
    return config / "zed" / "settings.json"


def read_editor_agents(editor: Editor, file: Path) -> EditorAgents:
    """Read the agents of that editor. A file that is not there is no problem."""
    try:
        return parse_editor_agents(editor, _read(file))
    except FileNotFoundError:
        return EditorAgents({})
    except (OSError, ValueError) as error:
        cause = error.strerror if isinstance(error, OSError) else error
        message = f"{_FILE_NAMES[editor]} could not be read: {cause} ({file})"
        return EditorAgents({}, (CatalogueProblem(editor, "", message),))


def parse_editor_agents(editor: Editor, text: str) -> EditorAgents:
    """The agents in the text of that editor's file.

    Raises jsonc.JsonError if it is no JSON with comments.
    """
    settings = jsonc.decode(text)
    servers = settings.get(_KEY) if isinstance(settings, dict) else None
    if servers is None:
        return EditorAgents({})
    if not isinstance(servers, dict):
        return EditorAgents({}, (CatalogueProblem(editor, _KEY, "Expected an object"),))
    entries: dict[str, AgentEntry] = {}
    problems: list[CatalogueProblem] = []
    for name, raw in servers.items():
        try:
            entries[name] = parse_entry(raw)
        except EntryError as error:
            path = ".".join(filter(None, (_KEY, name, error.path)))
            problems.append(CatalogueProblem(editor, path, error.message))
    return EditorAgents(entries, tuple(problems))


def _read(file: Path) -> str:
    with file.open("rb") as stream:
        content = stream.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise ValueError(f"larger than {_MAX_BYTES} bytes")
    return content.decode("utf-8-sig")
