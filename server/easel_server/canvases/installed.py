"""Providers that are installed beside Easel, as Python packages."""

import logging
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from easel_canvas.checks.declarations import check_declarations
from easel_canvas.checks.schemas import Validators
from easel_canvas.provider import Provider

logger = logging.getLogger(__name__)

GROUP: Final = "easel.canvases"
"""The entry points of this group are called without arguments and give a provider each."""


def installed_providers(taken: set[str]) -> Iterator[Provider]:
    """Those that can be used; of the others the log says why not.

    Args:
        taken: ids that no other provider may have.
    """
    for entry in sorted(entry_points(group=GROUP)):
        provider = _load(entry)
        if provider is None:
            continue
        if provider.id in taken or provider.id.startswith("client:"):
            logger.error("%s has the id %r, which is taken", entry.value, provider.id)
            continue
        taken.add(provider.id)
        yield provider


def _load(entry: EntryPoint) -> Provider | None:
    try:
        provider: Provider = entry.load()()
        check_declarations(provider.declarations, Validators())
    except Exception:
        logger.exception("canvases of %s cannot be shown", entry.value)
        return None
    return provider
