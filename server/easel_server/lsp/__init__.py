"""LSP sessions: pygls for the features, our own I/O and routing below it.

`EditorSession` (`session.py`) is one connected editor; `Router` (`router.py`) is what answers its
`easel/*` methods.
"""
