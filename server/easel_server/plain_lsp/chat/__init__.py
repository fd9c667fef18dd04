"""A chat is a document: `*.chat.md`.

`document.py` reads it and `answering.py` says how an answer is written into it, both pure.
"""
