"""Calls of providers: each has a deadline, and each failure a type."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

from easel_canvas.checks.limits import LIMITS, clipped
from easel_canvas.checks.urls import check_url
from easel_canvas.errors import CanvasError, ProviderError, ProviderUnavailable
from easel_canvas.model.actions import Updated
from easel_canvas.provider import Provider, Shown
from easel_canvas.values import InstanceId

logger = logging.getLogger(__name__)

T = TypeVar("T")


async def called(provider: Provider, call: Callable[[], Awaitable[T]], seconds: float) -> T:
    """What the provider answers to a call of one of its methods.

    Raises:
        ProviderUnavailable: it did not answer in time.
        CanvasError: what it raised; anything else that it raises becomes a ProviderError.
    """
    try:
        with anyio.fail_after(seconds):
            return await call()
    except TimeoutError:
        text = f"{provider.name} did not answer within {seconds:g} seconds."
        raise ProviderUnavailable(text) from None
    except CanvasError:
        raise
    except Exception as error:
        logger.exception("the provider %s failed", provider.id)
        raise ProviderError(f"{provider.name} failed.") from error


def checked(shown: Shown | Updated, instance_id: InstanceId) -> Updated:
    """How a canvas is to look, with its texts cut to size.

    Raises:
        UrlNotAllowed: its address could do harm.
    """
    if shown.url is not None:
        check_url(shown.url, instance_id)
    return Updated(
        title=clipped(shown.title, LIMITS.title_length),
        status=clipped(shown.status, LIMITS.status_length),
        url=shown.url,
        availability=shown.availability if isinstance(shown, Updated) else None,
    )
