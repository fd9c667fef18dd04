"""config.toml: where it is, and from its text to a layer of settings."""

import re
import tomllib
from pathlib import Path

import platformdirs

from easel_server.settings.layer import Layer, SettingProblem

_MAX_BYTES = 1024 * 1024
_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*((?:[\w.-]|"[^"]*"|'[^']*'|\s*\.\s*)+?)\s*=""")


def config_path() -> Path:
    """`$XDG_CONFIG_HOME/easel/config.toml`, or where the platform keeps configuration."""
    return platformdirs.user_config_path("easel", appauthor=False) / "config.toml"


def read_config(path: Path) -> Layer:
    """The settings in that file. A file that is not there is an empty layer."""
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            return _broken(f"is larger than {_MAX_BYTES} bytes")
        return parse_config(content.decode("utf-8-sig"))
    except FileNotFoundError:
        return Layer("config.toml", {})
    except OSError as error:
        return _broken(f"could not be read: {error.strerror}")
    except UnicodeDecodeError as error:
        return _broken(f"is not UTF-8: byte {error.start}")


def parse_config(text: str) -> Layer:
    """The settings in the text of config.toml. Broken TOML is a problem and no settings."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        return _broken(f"is not valid TOML: {error}", int(at[1]) if at else None)
    except RecursionError:
        return _broken("is nested too deeply")
    return Layer("config.toml", values, key_lines(text))


def key_lines(text: str) -> dict[str, int]:
    """The line, from 1, of each table and key: a good guess, as tomllib does not tell.

    Keys of inline tables have no line of their own.
    """
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = _plain(header[1])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault(".".join(filter(None, (table, _plain(key[1])))), number)
    return lines


def _plain(key: str) -> str:
    parts = re.findall(r""""([^"]*)"|'([^']*)'|([\w-]+)""", key)
    return ".".join(part for quoted in parts for part in quoted if part)


def _broken(message: str, line: int | None = None) -> Layer:
    problem = SettingProblem("", "config.toml", f"The file {message}", line)
    return Layer("config.toml", {}, problems=(problem,))
