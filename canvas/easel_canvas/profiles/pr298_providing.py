"""The requests of the proposal in which editors provide canvases, in either revision."""

import base64
import binascii

from msgspec.structs import replace

from easel_canvas.model.channels import canvas_channel, session_channel
from easel_canvas.profiles.content_urls import with_session, without_session
from easel_canvas.profiles.errors import NotUnderstood
from easel_canvas.profiles.pr298_names import Names
from easel_canvas.profiles.providing import Call
from easel_canvas.profiles.reading import an_object, inverse, read, renamed, without_null
from easel_canvas.provider import Instance, Resource, Shown
from easel_canvas.values import Json, JsonObject, ProviderId, SessionId

ROOT_CHANNEL = "ahp-root://"


class Pr298Providing:
    """Implements `Providing`."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._looks = {"status": names.status, "url": names.url}

    def open_call(self, provider_id: ProviderId, instance: Instance) -> Call:
        """See `Providing`."""
        params = self._target(provider_id, instance)
        params |= {"canvasId": instance.canvas_id, self._names.provider: provider_id}
        # The first revision never tells the provider the channel of the instance.
        channel = canvas_channel(instance.session, instance.instance_id)
        params |= {"input": instance.input, "_meta": {"channel": channel}}
        return Call("canvasOpen", params)

    def invoke_call(
        self, provider_id: ProviderId, instance: Instance, name: str, input_: JsonObject
    ) -> Call:
        """See `Providing`."""
        params = self._target(provider_id, instance)
        return Call(self._names.invoke, {**params, self._names.action_name: name, "input": input_})

    def close_call(self, provider_id: ProviderId, instance: Instance) -> Call:
        """See `Providing`."""
        return Call("canvasClose", self._target(provider_id, instance))

    def read_call(self, instance: Instance, path: str) -> Call:
        """See `Providing`."""
        url = instance.content_url(path)
        if self._names.slim:
            uri = with_session(url, instance.session)
            return Call(self._names.read, {"channel": ROOT_CHANNEL, "uri": uri})
        channel = canvas_channel(instance.session, instance.instance_id)
        return Call(self._names.read, {"channel": channel, "uri": url})

    def shown(self, session: SessionId, raw: Json) -> Shown:
        """See `Providing`."""
        fields = an_object({} if raw is None else raw, "what canvasOpen was answered with")
        shown = read(renamed(fields, inverse(self._looks)), Shown)
        return replace(shown, url=without_session(shown.url, session))

    def value(self, raw: Json) -> Json:
        """See `Providing`."""
        return raw.get("value") if isinstance(raw, dict) else None

    def resource(self, raw: Json) -> Resource:
        """See `Providing`."""
        fields = without_null(an_object(raw, "the content"))
        if self._names.slim:
            return _resource(fields.get("contentType"), fields.get("data"), fields.get("encoding"))
        contents = fields.get("contents")
        first = contents[0] if isinstance(contents, list) and contents else None
        found = without_null(an_object(first, "the content"))
        encoding = "base64" if "blob" in found else "utf-8"
        return _resource(found.get("mimeType"), found.get("blob", found.get("text")), encoding)

    def _target(self, provider_id: ProviderId, instance: Instance) -> JsonObject:
        """Which instance a request is about."""
        if self._names.slim:
            return {"channel": canvas_channel(instance.session, instance.instance_id)}
        return {
            "channel": session_channel(instance.session),
            "instanceId": instance.instance_id,
            "canvasId": instance.canvas_id,
            self._names.provider: provider_id,
        }


def _resource(mime_type: Json, data: Json, encoding: Json) -> Resource:
    if not isinstance(data, str):
        raise NotUnderstood("the content is no text")
    mime = mime_type if isinstance(mime_type, str) else "application/octet-stream"
    if encoding != "base64":
        return Resource(mime_type=mime, text=data)
    try:
        return Resource(mime_type=mime, blob=base64.b64decode(data, validate=True))
    except binascii.Error:
        raise NotUnderstood("the content is not base64") from None
