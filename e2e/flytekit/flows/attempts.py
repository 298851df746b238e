"""Results kept for others, attempts that fail, time that runs out."""

import os
import time
import uuid
from datetime import timedelta

from flytekit import Cache, current_context, task, workflow
from flytekit.core.context_manager import FlyteContextManager
from flytekit.exceptions.user import FlyteRecoverableException


@task(cache=Cache(version="1"))
def draw(seed: int) -> str:
    return uuid.uuid4().hex


@task
def same(text: str) -> str:
    return text


@workflow
def cached(seed: int) -> str:
    return same(text=draw(seed=seed))


@task(retries=3)
def third_time_lucky() -> int:
    attempt = int(os.environ["FLYTE_ATTEMPT_NUMBER"])
    if attempt < 2:
        raise FlyteRecoverableException(f"not yet: {attempt}")
    return attempt


@workflow
def retried() -> int:
    return third_time_lucky()


@task(timeout=timedelta(seconds=6))
def too_long() -> int:
    time.sleep(600)
    return 1


@workflow
def timed_out() -> int:
    return too_long()


@task
def sleeper(seconds: int) -> int:
    time.sleep(seconds)
    return seconds


@workflow
def long_running(seconds: int = 600) -> int:
    return sleeper(seconds=seconds)


@task
def needs(flag: str, text: str) -> str:
    """Succeeds once the object is there: what an outage looks like from inside."""
    if not FlyteContextManager.current_context().file_access.exists(flag):
        raise RuntimeError(f"{flag} is not there")
    return f"{text} in {current_context().execution_id.project}"


@task
def draw_anew() -> str:
    return uuid.uuid4().hex


@workflow
def recoverable(flag: str) -> tuple[str, str]:
    drawn = draw_anew()
    return drawn, needs(flag=flag, text=drawn)
