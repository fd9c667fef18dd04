"""`python -m easel_acp.practice_agent`."""

import sys

from easel_acp.practice_agent.cli import main

sys.exit(main())
