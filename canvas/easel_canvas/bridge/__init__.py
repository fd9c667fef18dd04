"""How an agent opens canvases: through an MCP server that it starts itself, tied to its
conversation.

`listener.py` and what it needs run in the language server; `mcp_server.py` and `client.py` are the
process that the agent starts (`easel mcp`). They talk over a socket that only this user can reach,
and the first line is a token that is good for one conversation as long as its agent is up.
"""
