"""Nodes that only the run itself knows the number of: dynamic workflows and map tasks."""

import functools
from typing import NamedTuple, Optional

from flytekit import dynamic, map_task, task, workflow


@task
def step(n: int, by: int = 1) -> int:
    return n + by


@task
def add(numbers: list[int]) -> int:
    return sum(numbers)


@dynamic
def chain(length: int) -> int:
    n = step(n=0)
    for _ in range(length - 1):
        n = step(n=n, by=2)
    return n


@dynamic
def grow(lengths: list[int]) -> int:
    """A dynamic workflow of dynamic workflows."""
    return add(numbers=[chain(length=length) for length in lengths])


@task
def invert(n: int) -> Optional[float]:
    return 1 / n


@task
def scale(n: int, factor: int, text: str) -> str:
    return f"{text}{n * factor}"


@task
def filled(numbers: list[Optional[float]]) -> list[int]:
    return [index for index, number in enumerate(numbers) if number is not None]


Many = NamedTuple("Many", grown=int, scaled=list[str], inverted=list[Optional[float]], places=list[int])


@workflow
def many() -> Many:
    grown = grow(lengths=[1, 2])
    scaled = map_task(functools.partial(scale, factor=3, text="<"), concurrency=2)(n=[1, 2, 3])
    inverted = map_task(invert, min_success_ratio=0.5)(n=[1, 0, 4])
    return Many(grown, scaled, inverted, filled(numbers=inverted))


@workflow
def too_few() -> list[Optional[float]]:
    return map_task(invert, min_success_ratio=0.9)(n=[2, 0])
