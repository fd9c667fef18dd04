"""`python -m easel_server` is `easel`."""

from easel_server.cli import main

main()
