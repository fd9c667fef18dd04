"""Examples that are real: exchanges with a real server, recorded, shown in the docs, replayed.

A story is one conversation of a client with a server, told in chapters; each is an example of
`docs/protocol.md`. What differs from run to run (ids, times, paths, how text was cut into pieces)
is put into a canonical form, so that the same story always reads the same.

To add an example, write a chapter with what the client says (`send`) into a file of `examples/`,
show it in `prose/protocol.md` with a line `{{example name}}`, and run the generator with
`--record`: it fills in what the server says. In what the client sends, ids and places (`seq`) are
those of the canonical form: `turn-2`, and the numbers that the recorded events have.
"""
