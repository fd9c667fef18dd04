"""Ids, each with a type of its own so that they cannot be mixed up."""

from typing import NewType

ConversationId = NewType("ConversationId", str)
TurnId = NewType("TurnId", str)
MessageId = NewType("MessageId", str)
ToolCallId = NewType("ToolCallId", str)
PermissionId = NewType("PermissionId", str)
ElicitationId = NewType("ElicitationId", str)
AgentName = NewType("AgentName", str)
"""The name an agent has in the settings, unique in a catalogue."""
AcpSessionId = NewType("AcpSessionId", str)
Epoch = NewType("Epoch", int)
"""One life of the agent process of a conversation: 1 for the first, 0 before it."""

NO_EPOCH = Epoch(0)
