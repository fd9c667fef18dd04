"""What a verb is."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from easel_testing.test_agent.run import Run

StepFunction: TypeAlias = Callable[[Run, str], None]
StepTable: TypeAlias = Mapping[str, StepFunction]
