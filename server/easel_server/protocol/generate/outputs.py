"""The files that are made from the definitions, and where they lie in a checkout."""

from collections.abc import Callable, Mapping
from pathlib import Path

from easel_server.protocol.generate import glossary
from easel_server.protocol.generate.contract import Contract, read_contract
from easel_server.protocol.generate.json_schema import protocol_schema
from easel_server.protocol.generate.json_text import json_text
from easel_server.protocol.generate.markdown import protocol_page, settings_page
from easel_server.protocol.generate.typescript import typescript
from easel_server.protocol.generate.vscode import MANIFEST, manifest

CHECKOUT = Path(__file__).resolve().parents[4]


def generated_files() -> Mapping[str, str]:
    """The text of each file, by its path in the checkout.

    Raises:
        ProseError: the prose and the definitions do not speak of the same things.
    """
    contract = read_contract()
    glossary.check(contract)
    return {path: generate(contract) for path, generate in _GENERATORS.items()}


def outdated() -> Mapping[str, str]:
    """The files that are not on disk as they would be generated: the new text by path."""
    return {path: text for path, text in generated_files().items() if _on_disk(path) != text}


def write() -> list[str]:
    """Write what is out of date; returns the paths."""
    changed = outdated()
    for path, text in changed.items():
        file = CHECKOUT / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return list(changed)


def _on_disk(path: str) -> str | None:
    file = CHECKOUT / path
    return file.read_text("utf-8") if file.exists() else None


def _schema_text(contract: Contract) -> str:
    return json_text(protocol_schema(contract)) + "\n"


def _manifest(_: Contract) -> str:
    return manifest(CHECKOUT)


_GENERATORS: Mapping[str, Callable[[Contract], str]] = {
    "docs/protocol.schema.json": _schema_text,
    "docs/protocol.md": protocol_page,
    "docs/settings.md": settings_page,
    "vscode-extension/src/protocol.ts": typescript,
    MANIFEST: _manifest,
}
