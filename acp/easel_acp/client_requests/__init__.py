"""What an agent may ask of us about files and terminals, by the names and shapes of ACP."""
