"""Whatever comes from an agent, an editor or a provider is looked at here before it is used."""
