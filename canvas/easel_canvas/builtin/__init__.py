"""The canvases that Easel itself shows: each as JSON for a web view and as text for an editor."""

from easel_canvas.builtin.provider import BuiltinProvider
from easel_canvas.builtin.surroundings import FileRefused, Files, Traces

__all__ = ["BuiltinProvider", "FileRefused", "Files", "Traces"]
