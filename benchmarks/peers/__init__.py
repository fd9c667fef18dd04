"""Blocking clients that cost next to nothing, so that it is the other side that is measured."""
