"""An editor that shows canvases of its own kind, such as its diff view."""

from collections.abc import Sequence

from easel_canvas.checks.limits import LIMITS, clipped
from easel_canvas.declaration import Declaration
from easel_canvas.errors import ProviderError, ProviderUnavailable
from easel_canvas.profiles.errors import NotUnderstood
from easel_canvas.profiles.providing import Call, Providing
from easel_canvas.provider import Handle, Instance, Provider, Resource, Shown
from easel_canvas.values import Json, JsonObject, ProviderId
from easel_server.io.jsonrpc import METHOD_NOT_FOUND, PeerGone, ResponseError
from easel_server.lsp.session import EditorSession

LONGEST_CALL = 24 * 60 * 60.0
"""Seconds. The host has deadlines of its own, which are shorter."""
CODE_LENGTH = 100


class EditorProvider(Provider):
    """What one editor declared in one conversation. It tells of changes by actions of its own."""

    def __init__(
        self,
        session: EditorSession,
        providing: Providing,
        provider_id: ProviderId,
        name: str,
        declarations: Sequence[Declaration],
    ) -> None:
        self._session = session
        self._providing = providing
        self._id = provider_id
        self._name = name
        self._declarations = declarations

    @property
    def id(self) -> ProviderId:
        """`client:` and how the editor calls itself."""
        return self._id

    @property
    def name(self) -> str:
        """For people."""
        return self._name

    @property
    def declarations(self) -> Sequence[Declaration]:
        """All that the editor declared."""
        return self._declarations

    async def open(self, instance: Instance, handle: Handle) -> Shown:
        """Have the editor show it."""
        answer = await self._ask(self._providing.open_call(self._id, instance))
        try:
            return self._providing.shown(instance.session, answer)
        except NotUnderstood as error:
            raise self._nonsense(error) from None

    async def invoke_action(self, instance: Instance, name: str, input_: JsonObject) -> Json:
        """Have the editor do it."""
        call = self._providing.invoke_call(self._id, instance, name, input_)
        return self._providing.value(await self._ask(call))

    async def read_resource(self, instance: Instance, path: str) -> Resource:
        """Have the editor give its content."""
        answer = await self._ask(self._providing.read_call(instance, path))
        try:
            return self._providing.resource(answer)
        except NotUnderstood as error:
            raise self._nonsense(error) from None

    async def close(self, instance: Instance) -> None:
        """Have the editor put it away."""
        await self._ask(self._providing.close_call(self._id, instance))

    async def _ask(self, call: Call) -> Json:
        try:
            return await self._session.request(
                f"easel/ahp/{call.method}", call.params, LONGEST_CALL
            )
        except PeerGone:
            raise ProviderUnavailable(f"{self._name} has left.") from None
        except ResponseError as error:
            raise self._failure(error) from None

    def _failure(self, error: ResponseError) -> ProviderError:
        if error.code == METHOD_NOT_FOUND:
            return ProviderUnavailable(f"{self._name} does not know how to do that.")
        data = error.data if isinstance(error.data, dict) else {}
        code, message = data.get("code"), data.get("message")
        text = message if isinstance(message, str) else str(error)
        return ProviderError(
            clipped(text, LIMITS.status_length) or f"{self._name} failed.",
            code[:CODE_LENGTH] if isinstance(code, str) else None,
        )

    def _nonsense(self, error: NotUnderstood) -> ProviderError:
        return ProviderError(f"{self._name} gave an answer that makes no sense: {error}.")
