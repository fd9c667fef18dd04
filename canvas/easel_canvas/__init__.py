"""Canvases: what an agent shows."""
