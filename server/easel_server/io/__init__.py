"""Bytes to and from an editor: frames, JSON-RPC bodies, and the three transports.

Nothing here knows LSP features. A `MessageChannel` (`channel.py`) carries whole message bodies
over stdio, TCP or WebSocket, never blocks the event loop and has bounded memory; `serve.py` runs
a session per connected editor.
"""
