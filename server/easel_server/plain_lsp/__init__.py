"""What plain LSP carries: conversations for an editor that has no plug-in.

`register.py` adds it to a session. What to show is decided by pure functions (`step.py`,
`questions.py`, `transcript_text.py`, `chat/document.py`); the rest asks and tells the editor.
"""
