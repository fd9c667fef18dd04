"""The terminals that an agent opens to run commands: real ones, and gone when they are released."""
