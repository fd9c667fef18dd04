"""The files that an agent may read and write through us: those under its conversation's roots."""
