"""Canvases in a server: which editors follow and provide them, and what outlives the server."""
