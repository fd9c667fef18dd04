"""Places in the file system: paths inside, `file:` URIs on the wire."""

from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from easel_server.errors import InvalidParams


def to_uri(path: str) -> str:
    """The `file:` URI of an absolute path."""
    return Path(path).as_uri()


def to_path(location: str, field: str) -> str:
    """The absolute path of a `file:` URI or an absolute path.

    Raises:
        InvalidParams: it is neither; `field` is the path of the param that held it.
    """
    if location.startswith("file:"):
        parts = urlsplit(location)
        if parts.netloc not in {"", "localhost"}:
            raise InvalidParams(f"`{location}` is on another host", field)
        path = Path(url2pathname(unquote(parts.path)) if "%" in parts.path else parts.path)
    else:
        path = Path(location)
    if "\0" in str(path) or not path.is_absolute():
        raise InvalidParams(f"`{location}` is no absolute path and no `file:` URI", field)
    return str(path)


def to_directory(location: str, field: str) -> str:
    """As `to_path`, of a directory that exists.

    Raises:
        InvalidParams: there is no such directory.
    """
    path = to_path(location, field)
    if not Path(path).is_dir():
        raise InvalidParams(f"there is no directory `{path}`", field)
    return path
