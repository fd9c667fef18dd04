"""Examples that are real: exchanges with a real server, recorded, shown in the docs, replayed.

A story is one conversation of a client with a server, told in chapters; each is an example of
`docs/protocol.md`. What differs from run to run (ids, times, paths, how text was cut into pieces)
is put into a canonical form, so that the same story always reads the same.
"""
