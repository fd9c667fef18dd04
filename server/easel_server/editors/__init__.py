"""The editors that are connected, and what each of them is told."""
