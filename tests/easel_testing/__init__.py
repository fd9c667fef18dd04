"""What the tests share: agents, clients and fixtures."""
