"""The commands as people see them: options and help. What they do is imported when they run."""
