"""`python -m easel_server.cli`."""

from easel_server.cli import main

main()
