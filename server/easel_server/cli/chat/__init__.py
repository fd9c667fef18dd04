"""`easel chat`: an interactive client of the server."""
