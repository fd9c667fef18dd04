"""The wire contract of Easel over LSP, described once.

From these types come the checks of incoming params, `docs/protocol.md`, the JSON Schema and the
TypeScript types of the extension.
"""
