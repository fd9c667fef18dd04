"""Conversations that another server writes: followed live, from what it puts on the disk."""
