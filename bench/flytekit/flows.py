"""What the bench of flytekit runs: leaves that a dynamic task makes, and a task that tells when its code ran."""

import time
from datetime import timedelta

from flytekit import dynamic, task
from flytekitplugins.sleep import Sleep


@task(task_config=Sleep())
def nap(duration: timedelta) -> None: ...


@dynamic
def fan(leaves: int) -> None:
    for _ in range(leaves):
        nap(duration=timedelta(0))


@dynamic
def chain(leaves: int) -> None:
    before = nap(duration=timedelta(0))
    for _ in range(leaves - 1):
        after = nap(duration=timedelta(0))
        before >> after
        before = after


@task
def timed() -> tuple[float, float]:
    """When the code of a user began and ended, in seconds since 1970."""
    began = time.time()
    return began, time.time()
