"""Canvases: what an agent shows. The names here are for people who write providers."""

from easel_canvas.content_root import ContentRoot
from easel_canvas.declaration import Action, Declaration
from easel_canvas.errors import ProviderError
from easel_canvas.provider import Handle, Instance, Provider, Resource, Shown

__all__ = [
    "Action",
    "ContentRoot",
    "Declaration",
    "Handle",
    "Instance",
    "Provider",
    "ProviderError",
    "Resource",
    "Shown",
]
