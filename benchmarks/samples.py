"""Measured values, and what they say about each other."""

from collections.abc import Callable, Iterable, Mapping
from statistics import median
from typing import Literal, TypeVar

import msgspec

T = TypeVar("T")
Unit = Literal["ms", "µs", "MB", "/s"]


class Samples(msgspec.Struct, frozen=True):
    """The values of one thing, in the unit of its row."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float]) -> "Samples":
        """These values."""
        return cls(tuple(values))

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.values)

    @property
    def low(self) -> float:
        """The smallest."""
        return min(self.values)

    @property
    def high(self) -> float:
        """The largest."""
        return max(self.values)


class Floor(msgspec.Struct, frozen=True):
    """What Easel is held against, measured in the same run."""

    name: str
    samples: Samples


class Budget(msgspec.Struct, frozen=True):
    """An upper bound: for the ratio to the floor, for what is added to it, or for the value."""

    of: Literal["ratio", "added", "value"]
    limit: float


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the outcome. All comparing is done between medians."""

    benchmark: str
    what: str
    unit: Unit
    easel: Samples
    floor: Floor | None = None
    budget: Budget | None = None

    @property
    def ratio(self) -> float | None:
        """Easel in floors."""
        if self.floor is None or self.floor.samples.median == 0:
            return None
        return self.easel.median / self.floor.samples.median

    @property
    def added(self) -> float | None:
        """Easel less the floor."""
        return None if self.floor is None else self.easel.median - self.floor.samples.median

    @property
    def within_budget(self) -> bool | None:
        """Whether the budget is kept; None if there is none."""
        if self.budget is None:
            return None
        bounded = {"ratio": self.ratio, "added": self.added, "value": self.easel.median}
        measured = bounded[self.budget.of]
        return measured is not None and measured <= self.budget.limit


def interleaved(
    warm_ups: int, runs: int, sides: Mapping[str, Callable[[], T]]
) -> dict[str, list[T]]:
    """Measure the sides in turn, so that a disturbance hits all of them."""
    measured: dict[str, list[T]] = {name: [] for name in sides}
    for number in range(warm_ups + runs):
        for name, measure in sides.items():
            value = measure()
            if number >= warm_ups:
                measured[name].append(value)
    return measured
