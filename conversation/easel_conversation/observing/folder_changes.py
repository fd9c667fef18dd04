"""Noticing that something in a folder has changed."""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
from anyio.abc import TaskGroup

if TYPE_CHECKING:
    from asyncinotify import Inotify

logger = logging.getLogger(__name__)

Wake = Callable[[], None]


class FolderChanges:
    """One watch of the kernel's for all folders, which costs nothing while nothing changes.

    Only Linux tells of changes in a way that needs no thread and no polling in between.
    """

    def __init__(self, tasks: TaskGroup) -> None:
        """`tasks` runs the listening, from the first folder to the last."""
        self._tasks = tasks
        self._inotify: Inotify | None = None
        self._listening = anyio.CancelScope()
        self._wakes: dict[Path, Wake] = {}

    def watch(self, folder: Path, wake: Wake) -> Callable[[], None] | None:
        """Have `wake` called after every change in the folder, or when it is moved.

        What happens in folders within it is no change.

        Returns:
            How to stop that; None if the system does not tell, and one has to look.
        """
        if sys.platform != "linux":
            return None
        from asyncinotify import Mask  # noqa: PLC0415  (only for those who observe)

        mask = Mask.MODIFY | Mask.CREATE | Mask.DELETE | Mask.MOVE | Mask.MOVE_SELF
        try:
            inotify = self._listened()
            watch = inotify.add_watch(folder, mask | Mask.ONLYDIR)
        except OSError as error:
            logger.warning("Looking for changes once a second, since %s: %s", folder, error)
            return None
        self._wakes[folder] = wake

        def stop() -> None:
            del self._wakes[folder]
            if self._inotify is not inotify:
                return  # all watches have ended, and the server will
            with suppress(OSError):  # the folder is gone, and the watch with it
                inotify.rm_watch(watch)
            if not self._wakes:
                self._inotify = None
                self._listening.cancel()

        return stop

    def _listened(self) -> "Inotify":
        if self._inotify is None:
            from asyncinotify import Inotify  # noqa: PLC0415  (only for those who observe)

            self._inotify = Inotify()
            self._listening = anyio.CancelScope()
            self._tasks.start_soon(self._listen, self._inotify, self._listening)
        return self._inotify

    async def _listen(self, inotify: "Inotify", scope: anyio.CancelScope) -> None:
        try:
            with scope:
                async for event in inotify:
                    watch = event.watch
                    for folder, wake in tuple(self._wakes.items()):
                        if watch is None or watch.path == folder:  # without one: some were lost
                            wake()
        finally:
            if self._inotify is inotify:
                self._inotify = None
            inotify.close()
