"""The connection to one agent process: the official SDK over a transport of ours."""
