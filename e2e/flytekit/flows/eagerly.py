"""A task that is itself a client: it launches others and waits for them."""

import asyncio

from flytekit import eager, task, workflow


@task
def half(n: int) -> int:
    return n // 2


@task
async def triple(n: int) -> int:
    return 3 * n


@workflow
def quarter(n: int) -> int:
    return half(n=half(n=n))


@eager
async def mixed(n: int) -> list[int]:
    """Two at once, then one after the other: a task, and a workflow."""
    first, second = await asyncio.gather(triple(n=n), triple(n=n + 10))
    return [first, second, half(n=first), quarter(n=second)]
