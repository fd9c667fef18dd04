"""The open canvases of a session, in the order in which they were opened."""

from collections import Counter
from collections.abc import Iterable, Iterator

from easel_canvas.checks.limits import LIMITS
from easel_canvas.errors import CanvasRefused, LimitExceeded, UnknownInstance
from easel_canvas.host.instance import OpenInstance
from easel_canvas.host.requests import OpenRequest, check_instance_id
from easel_canvas.values import CanvasId, InstanceId, ProviderId, SessionId


class Instances:
    """Also those that are being opened for the first time: their ids are taken."""

    def __init__(self, session: SessionId, restored: Iterable[OpenInstance]) -> None:
        self._session = session
        self._by_id = {opened.id: opened for opened in restored}
        self._minted: Counter[CanvasId] = Counter()

    def __iter__(self) -> Iterator[OpenInstance]:
        return iter(tuple(self._by_id.values()))

    def get(self, instance_id: InstanceId) -> OpenInstance:
        """The open canvas of that id.

        Raises:
            UnknownInstance: there is none.
        """
        opened = self._by_id.get(instance_id)
        if opened is None or opened.state is None:
            known = ", ".join(o.id for o in self if o.state is not None) or "none"
            raise UnknownInstance(f"No canvas {instance_id[:130]!r} is open; open: {known}.")
        return opened

    def known(self, instance_id: InstanceId | None) -> OpenInstance | None:
        """The canvas of that id, also if it is only being opened."""
        return None if instance_id is None else self._by_id.get(instance_id)

    def reserve(self, request: OpenRequest, provider_id: ProviderId) -> OpenInstance:
        """The canvas that the request names, or a new one.

        Raises:
            CanvasRefused: the id cannot be one, or is that of a canvas of another kind.
            LimitExceeded: too many are open.
        """
        instance_id = request.instance_id
        if instance_id is None:
            instance_id = self._mint(request.canvas_id)
        check_instance_id(instance_id)
        there = self._by_id.get(instance_id)
        if there is not None:
            if (there.provider_id, there.canvas_id) != (provider_id, request.canvas_id):
                text = f"{instance_id!r} is a canvas of the kind {there.canvas_id!r}."
                raise CanvasRefused(text, "canvas_instance_taken")
            return there
        if len(self._by_id) >= LIMITS.open_canvases:
            text = f"{LIMITS.open_canvases} canvases are open; close one first."
            raise LimitExceeded(text)
        opened = OpenInstance(self._session, instance_id, provider_id, request.canvas_id)
        self._by_id[instance_id] = opened
        return opened

    def add(self, restored: OpenInstance) -> None:
        """Have a canvas of another server, unless one of that id is here."""
        self._by_id.setdefault(restored.id, restored)

    def check_room(self, instance_id: InstanceId | None, input_bytes: int) -> None:
        """Refuse an input that would make all inputs together too large.

        Raises:
            LimitExceeded: it would.
        """
        others = sum(opened.input_bytes for opened in self if opened.id != instance_id)
        if others + input_bytes > LIMITS.all_input_bytes:
            text = f"The open canvases show more than {LIMITS.all_input_bytes:,} bytes; close some."
            raise LimitExceeded(text)

    def remove(self, opened: OpenInstance) -> None:
        """Forget a canvas: what still happens to it does nothing."""
        opened.closed = True
        self._by_id.pop(opened.id, None)

    def _mint(self, canvas_id: CanvasId) -> InstanceId:
        while True:
            self._minted[canvas_id] += 1
            minted = InstanceId(f"{canvas_id[:100]}-{self._minted[canvas_id]}")
            if minted not in self._by_id:
                return minted
