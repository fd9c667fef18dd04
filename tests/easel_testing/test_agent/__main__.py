"""Entry point: `python -m easel_testing.test_agent`, or this file run as a script."""

import os
import sys

if not __package__:
    sys.path.insert(0, os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..")))

from easel_testing.test_agent.process import main

if __name__ == "__main__":
    main(sys.argv[1:])
