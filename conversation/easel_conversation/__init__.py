"""What a conversation is: events, state, decisions, log. Knows neither LSP nor ACP."""
