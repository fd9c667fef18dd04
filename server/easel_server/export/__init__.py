"""Conversations as files: Markdown for people, JSON for programs. Knows no wire."""
