"""Everything that is made from the description of the protocol.

`python -m easel_server.protocol.generate` writes `docs/protocol.md`, `docs/protocol.schema.json`,
`docs/settings.md` and `vscode-extension/src/protocol.ts`; with `--check` it tells which of them
are out of date, with `--record` it plays the examples against a real server and keeps what it
says. Needs a checkout; nothing at run time imports it.
"""
