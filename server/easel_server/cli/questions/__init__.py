"""Questions of agents: permissions and forms, answered by a person or by a rule."""
