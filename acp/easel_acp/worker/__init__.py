"""Agents at work: one process and session per conversation, effects in, signals out."""
