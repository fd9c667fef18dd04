"""Conversations that several servers know: who owns them, and how they pass from hand to hand."""
